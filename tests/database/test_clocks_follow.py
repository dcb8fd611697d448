"""Clocks follow what is logged and where their lead stands, by plain SQL too."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from activity import kinds
from tests.database.access import STAFF, activity, data_api, insert, lead, one, run

ASKED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = ASKED + timedelta(hours=3)
WROTE = {"direction": "in", "automatic": False, "channel": "smtp", "retry_count": 0}
MISSES = """
select metadata ->> 'event', metadata ->> 'clock', (metadata ->> 'deadline')::timestamptz, actor_type
from lead_activity where type = 'sla'
"""
RUNNING = "answered_at is null and stopped_at is null"


def settled(lead_id: UUID) -> None:
    """As if somebody had worked its deadlines out."""
    run("update lead_clocks set fingerprint = 'known', deadline = %s, next_step_at = null", LATER)


def answered(lead_id: UUID, at: datetime = ASKED) -> None:
    run("update lead_clocks set answered_at = %s where lead_id = %s and answered_at is null", at, lead_id)
    run("update leads set first_response_at = %s, status = 'contacted' where id = %s", at, lead_id)


def unsettled() -> Any:
    return one(
        f"select fingerprint = '' and coalesce(next_step_at <= now(), false) from lead_clocks where {RUNNING}"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("waiting", {"status": "pending", "metadata": {"reason": "Measures the room"}}),
        ("call", {"actor_type": "user", "metadata": {"direction": "out", "outcome": "reached"}}),
        ("email", {"metadata": WROTE}),
        ("ai_result", {"metadata": {"priority": "high"}}),
        ("ai_review", {"metadata": {"fields": {"priority": "low"}}}),
    ],
)
def test_what_moves_a_deadline_has_it_worked_out_anew(kind: str, facts: dict[str, Any]) -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    activity(priya, kind, **facts)
    assert unsettled() is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("note", {}),
        ("quote", {"metadata": {"folio": "x", "submission_id": "y"}}),
        ("follow_up", {"status": "pending", "metadata": {"action": "call"}}),
    ],
)
def test_what_moves_none_leaves_it_alone(kind: str, facts: dict[str, Any]) -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    activity(priya, kind, **facts)
    assert unsettled() is False


@pytest.mark.django_db
def test_the_owners_deadline_is_worked_out_anew_too() -> None:
    priya = lead(created_at=ASKED)
    policy = one("select id from sla_policy_versions limit 1")
    insert(
        "assignments", lead_id=priya, owner_id="neha", assigned_at=ASKED, sla_deadline=LATER,
        fingerprint="known", policy_version_id=policy,
    )  # fmt: skip
    activity(priya, "waiting", status="pending", metadata={"reason": "Measures the room"})
    assert run("select fingerprint, next_step_at <= now() from assignments") == [("", True)]


@pytest.mark.django_db
def test_a_deadline_that_another_program_gave_stays_as_it_was_given() -> None:
    priya = lead(created_at=ASKED)
    insert("assignments", lead_id=priya, owner_id="neha", assigned_at=ASKED, sla_deadline=LATER)
    activity(priya, "waiting", status="pending", metadata={"reason": "Measures the room"})
    assert run("select sla_deadline, next_step_at from assignments") == [(LATER, None)]


@pytest.mark.django_db
def test_the_end_of_a_wait_is_noticed() -> None:
    priya = lead(created_at=ASKED)
    wait = activity(priya, "waiting", status="pending", metadata={"reason": "Measures the room"})
    settled(priya)
    run("update lead_activity set status = 'cancelled' where id = %s", wait)
    assert unsettled() is True


@pytest.mark.django_db
def test_a_wait_ends_with_the_customers_next_message() -> None:
    priya = lead(created_at=ASKED)
    activity(priya, "waiting", status="pending", created_at=ASKED, metadata={"reason": "Measures the room"})
    activity(priya, "email", created_at=LATER, metadata=WROTE)
    assert run("select status, metadata ->> 'outcome' from lead_activity where type = 'waiting'") == [
        ("completed", "The customer got in touch")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"metadata": {**WROTE, "direction": "out"}, "created_at": LATER},
        {"metadata": {**WROTE, "automatic": True}, "created_at": LATER},
        {"metadata": WROTE, "created_at": ASKED - timedelta(hours=1)},
    ],
    ids=["our own", "an automatic reply", "an older one"],
)
def test_a_wait_goes_on_through_anything_else(facts: dict[str, Any]) -> None:
    priya = lead(created_at=ASKED)
    activity(priya, "waiting", status="pending", created_at=ASKED, metadata={"reason": "Measures the room"})
    activity(priya, "email", **facts)
    assert run("select status from lead_activity where type = 'waiting'") == [("pending",)]


@pytest.mark.django_db
def test_a_message_after_the_answer_begins_the_next_round() -> None:
    priya = lead(created_at=ASKED)
    answered(priya)
    activity(priya, "email", created_at=LATER, metadata=WROTE)
    assert run(f"select clock, started_at, route_at from lead_clocks where {RUNNING}") == [
        ("next_response", LATER, None)
    ]


@pytest.mark.django_db
def test_a_round_begins_with_the_first_of_several_messages() -> None:
    priya = lead(created_at=ASKED)
    answered(priya)
    for hours in (0, 1, 2):
        activity(priya, "email", created_at=LATER + timedelta(hours=hours), metadata=WROTE)
    assert run(f"select started_at from lead_clocks where {RUNNING}") == [(LATER,)]


@pytest.mark.django_db
def test_a_message_before_the_first_answer_begins_none() -> None:
    activity(lead(created_at=ASKED), "email", created_at=LATER, metadata=WROTE)
    assert run("select clock from lead_clocks") == [("first_response",)]


@pytest.mark.django_db
def test_a_message_that_arrives_after_it_was_answered_begins_none() -> None:
    priya = lead(created_at=ASKED)
    answered(priya, LATER)
    activity(priya, "email", created_at=ASKED + timedelta(hours=1), metadata=WROTE)
    assert run(f"select clock from lead_clocks where {RUNNING}") == []


@pytest.mark.django_db
def test_a_call_of_the_customer_that_a_colleague_took_is_an_answer_not_a_round() -> None:
    priya = lead(created_at=ASKED)
    answered(priya)
    taken = {"direction": "in", "outcome": "reached"}
    activity(priya, "call", actor_type="user", created_at=LATER, metadata=taken)
    assert run(f"select clock from lead_clocks where {RUNNING}") == []


@pytest.mark.django_db
def test_a_suspect_has_no_rounds() -> None:
    priya = lead(created_at=ASKED)
    run("delete from lead_clocks")
    activity(priya, "email", created_at=LATER, metadata=WROTE)
    assert run("select clock from lead_clocks") == []


@pytest.mark.django_db
def test_a_lead_that_was_worked_elsewhere_before_has_rounds() -> None:
    activity(lead(status="nurturing"), "email", created_at=LATER, metadata=WROTE)
    assert run("select clock from lead_clocks") == [("next_response",)]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["converted", "lost"])
def test_closing_a_lead_stops_its_clock_and_its_routing(status: str) -> None:
    priya = lead(created_at=ASKED)
    run("update leads set status = %s where id = %s", status, priya)
    assert run("select stopped_at is not null, route_at, next_step_at, missed_at from lead_clocks") == [
        (True, None, None, None)
    ]


@pytest.mark.django_db
def test_closing_it_after_the_deadline_does_not_hide_the_miss() -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    run("update leads set status = 'lost' where id = %s", priya)
    assert run("select missed_at from lead_clocks") == [(LATER,)]


@pytest.mark.django_db
def test_that_miss_is_logged() -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    run("update leads set status = 'lost' where id = %s", priya)
    assert run(MISSES) == [
        ("missed", "first_response", LATER, "system"),
    ]


@pytest.mark.django_db
def test_it_is_logged_as_the_recorder_would() -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    run("update leads set status = 'lost' where id = %s", priya)
    ((status, facts),) = run("select status, metadata::text from lead_activity where type = 'sla'")
    kinds.check("sla", status, json.loads(facts))


@pytest.mark.django_db
def test_one_that_was_logged_before_is_not_logged_again() -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    run("update lead_clocks set missed_at = deadline")
    run("update leads set status = 'lost' where id = %s", priya)
    assert run(MISSES) == []


@pytest.mark.django_db
def test_closing_it_in_time_logs_no_miss() -> None:
    priya = lead(created_at=ASKED)
    settled(priya)
    run("update lead_clocks set deadline = now() + interval '1 hour'")
    run("update leads set status = 'lost' where id = %s", priya)
    assert run(MISSES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["contacted", "nurturing", "qualified"])
def test_a_status_never_stops_a_clock(status: str) -> None:
    run("update leads set status = %s where id = %s", status, lead())
    assert run(f"select count(*) from lead_clocks where {RUNNING}") == [(1,)]


@pytest.mark.django_db
def test_a_lead_that_is_reopened_is_waited_for_again_and_looked_for_an_owner() -> None:
    priya = lead(created_at=ASKED)
    run("update leads set status = 'lost' where id = %s", priya)
    run("update leads set status = 'contacted' where id = %s", priya)
    assert run("select stopped_at, route_at <= now() from lead_clocks") == [(None, True)]
    assert unsettled() is True


@pytest.mark.django_db
def test_an_answered_lead_that_is_reopened_waits_for_nothing() -> None:
    priya = lead(created_at=ASKED)
    answered(priya)
    for status in ("lost", "contacted"):
        run("update leads set status = %s where id = %s", status, priya)
    assert run(f"select count(*) from lead_clocks where {RUNNING}") == [(0,)]


@pytest.mark.django_db
def test_a_message_to_a_closed_lead_waits_for_it_to_be_reopened() -> None:
    priya = lead(created_at=ASKED)
    answered(priya)
    run("update leads set status = 'lost' where id = %s", priya)
    activity(priya, "email", created_at=LATER, metadata=WROTE)
    assert run(f"select clock from lead_clocks where {RUNNING}") == []
    run("update leads set status = 'contacted' where id = %s", priya)
    assert run(f"select clock, started_at from lead_clocks where {RUNNING}") == [("next_response", LATER)]


def test_a_colleague_of_the_data_api_moves_clocks_by_logging(transactional_db: None) -> None:
    priya = lead(created_at=ASKED)
    with data_api() as api:
        with api.role("authenticated", STAFF):
            api.run(
                "insert into lead_activity (lead_id, type, status, message, actor_type, actor_id, metadata)"
                """ values (%s, 'waiting', 'pending', 'Waits', 'user', 'sales_user_5', '{"reason": "Measures"}')""",
                priya,
            )
            api.run("update leads set status = 'lost' where id = %s", priya)
        assert api.run("select stopped_at is not null from lead_clocks") == [(True,)]
