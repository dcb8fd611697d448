"""The log is append-only, for whoever writes plain SQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction

from activity.kinds import KINDS, may_move
from tests.database.access import activity, lead, one, owner_connection, run
from tests.database.cost import cpu_seconds

pytestmark = pytest.mark.django_db

EVERY_STATUS = sorted(set().union(*(kind.statuses for kind in KINDS.values())))


def refused(action: Callable[[], Any]) -> str:
    """What the database says when it refuses."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        action()
    return str(caught.value).partition("\n")[0]


@pytest.mark.parametrize(("kind", "status"), list(product(sorted(KINDS), EVERY_STATUS)))
def test_a_type_has_its_own_statuses_and_no_others(kind: str, status: str) -> None:
    if status in KINDS[kind].statuses:
        activity(lead(), kind, status=status)
        assert one("select status from lead_activity where type = %s", kind) == status
    else:
        assert "lead_activity_status_check" in refused(lambda: activity(lead(), kind, status=status))


def test_an_unknown_type_is_refused() -> None:
    assert "violates check constraint" in refused(lambda: activity(lead(), "rumour"))


def test_an_unknown_actor_is_refused() -> None:
    assert "lead_activity_actor_type_check" in refused(lambda: activity(lead(), "note", actor_type="ghost"))


def test_facts_are_an_object() -> None:
    assert "lead_activity_metadata_check" in refused(
        lambda: run(
            "insert into lead_activity (lead_id, type, message, metadata) values (%s, 'note', 'x', '[1]')",
            lead(),
        )
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_database_and_python_know_the_same_life(kind: str) -> None:
    moves = [pair for pair in product(EVERY_STATUS, EVERY_STATUS) if pair[0] != pair[1]]
    assert [one("select activity_may_move(%s, %s, %s)", kind, old, new) for old, new in moves] == [
        may_move(kind, old, new) for old, new in moves
    ]


def test_an_open_row_moves_along_its_life_and_learns_its_outcome() -> None:
    activity(lead(), "follow_up", status="pending", metadata={"action": "call"})
    run("""update lead_activity set status = 'completed', metadata = metadata || '{"outcome": "reached"}'""")
    assert run("select status, metadata::text, updated_at > created_at from lead_activity") == [
        ("completed", '{"action": "call", "outcome": "reached"}', True)
    ]


def test_a_provider_answers_to_an_open_message() -> None:
    activity(lead(), "sms", status="queued", metadata={"provider": "twilio", "retry_count": 0})
    run(
        """
        update lead_activity set status = 'sent',
            metadata = metadata || '{"provider_id": "SM1", "error": "", "retry_count": 1}'
        """
    )
    assert one("select metadata ->> 'provider_id' from lead_activity") == "SM1"


@pytest.mark.parametrize(
    "change",
    [
        "message = 'Never happened.'",
        "type = 'call'",
        "actor_id = 'somebody_else'",
        "actor_type = 'user'",
        "created_at = created_at - interval '1 day'",
        "due_at = now()",
        "id = gen_random_uuid()",
        "lead_id = gen_random_uuid()",
        """metadata = '{"action": "meeting"}'""",
        "metadata = null",
        """metadata = metadata || '{"reason": "invented"}'""",
    ],
)
def test_what_was_logged_stays_as_it_was(change: str) -> None:
    activity(lead(), "follow_up", status="pending", metadata={"action": "call"})
    assert "append-only" in refused(lambda: run(f"update lead_activity set {change}"))


@pytest.mark.parametrize(
    "change", ["status = 'pending'", "status = status", """metadata = '{"outcome": "no"}'"""]
)
def test_a_closed_row_does_not_change_at_all(change: str) -> None:
    activity(lead(), "follow_up", status="cancelled", metadata={})
    assert "append-only" in refused(lambda: run(f"update lead_activity set {change}"))


def test_a_row_does_not_go() -> None:
    activity(lead(), "note")
    assert "append-only" in refused(lambda: run("delete from lead_activity"))


def test_a_lead_with_a_log_does_not_go_by_accident() -> None:
    activity(lead(), "note")
    assert "append-only" in refused(lambda: run("delete from leads"))


def test_erasing_one_lead_opens_no_other() -> None:
    priya, rajesh = lead(), lead(email="rajesh@example.com")
    activity(priya, "note")
    activity(rajesh, "note")
    run("select set_config('leadsite.erasing', %s, true)", str(priya))
    assert "append-only" in refused(lambda: run("delete from lead_activity"))
    run("delete from lead_activity where lead_id = %s", priya)
    assert run("select lead_id from lead_activity") == [(rajesh,)]


@pytest.mark.django_db(transaction=True)
def test_the_owner_of_the_table_is_bound_too() -> None:
    note = activity(lead(), "note")
    for statement in ("update lead_activity set message = 'x'", "delete from lead_activity"):
        with owner_connection() as link, pytest.raises(psycopg.errors.RestrictViolation):
            link.execute(statement)
    assert run("select id, message from lead_activity") == [(note, "As it was.")]


def test_the_log_is_never_emptied_at_a_stroke() -> None:
    with owner_connection() as link:
        with pytest.raises(psycopg.errors.RestrictViolation, match="never emptied"):
            link.execute("truncate lead_activity cascade")
        link.rollback()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-21T10:00:00+05:30", datetime(2026, 11, 21, 4, 30, tzinfo=UTC)),
        ("2026-11-21T10:00:00Z", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("2026-11-21 10:00", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("2026-13-40T10:00:00Z", None),
        ("tomorrow", None),
        ("infinity", None),
        ("' || (NOW())::text || '", None),
        ("2026-01-01 BC", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("", None),
    ],
)
@pytest.mark.parametrize(("kind", "key"), [("follow_up", "scheduled_for"), ("booking", "starts_at")])
def test_a_row_is_due_when_its_facts_say_so(kind: str, key: str, written: str, read: datetime | None) -> None:
    run("set local timezone = 'America/New_York'")
    activity(lead(), kind, status="pending", metadata={key: written})
    run("set local timezone = 'UTC'")
    assert one("select due_at from lead_activity") == read


def test_a_note_is_never_due() -> None:
    activity(lead(), "note", metadata={"scheduled_for": "2026-11-21T10:00:00Z"}, due_at=datetime.now(UTC))
    assert one("select due_at from lead_activity") is None


def test_a_providers_id_is_given_once_by_each_provider() -> None:
    priya = lead()
    for kind, provider in (("sms", "twilio"), ("sms", "gupshup"), ("whatsapp", "meta")):
        activity(priya, kind, metadata={"provider": provider, "provider_id": "42"})
    activity(priya, "email", metadata={"channel": "smtp", "provider_id": "42"})
    refusal = refused(lambda: activity(priya, "sms", metadata={"provider": "twilio", "provider_id": "42"}))
    assert "lead_activity_provider_id_key" in refusal


def test_a_change_of_status_writes_itself_down() -> None:
    lead()
    run("update leads set status = 'contacted'")
    run("update leads set status = 'contacted', location = 'Pune'")
    assert run("select type, message, status, actor_type, actor_id, metadata::text from lead_activity") == [
        (
            "status_change",
            "Status changed from new to contacted",
            "completed",
            "system",
            None,
            '{"to": "contacted", "from": "new"}',
        )
    ]


def test_a_change_of_status_names_who_and_why() -> None:
    lead()
    run("""select set_config('leadsite.actor', '{"type": "user", "id": "sales_user_5"}', true)""")
    run("select set_config('leadsite.reason', 'asked for time', true)")
    run("update leads set status = 'nurturing'")
    assert run("select actor_type, actor_id, metadata ->> 'reason' from lead_activity") == [
        ("user", "sales_user_5", "asked for time")
    ]


def test_two_changes_of_status_in_one_transaction_keep_their_order() -> None:
    lead()
    run("update leads set status = 'contacted'; update leads set status = 'qualified'")
    assert run("select metadata ->> 'to' from lead_activity order by created_at") == [
        ("contacted",),
        ("qualified",),
    ]


def test_every_lead_of_a_bulk_change_is_logged() -> None:
    for number in range(3):
        lead(email=f"{number}@example.com")
    run("update leads set status = 'lost'")
    assert one("select count(distinct lead_id) from lead_activity where type = 'status_change'") == 3


def test_many_changes_after_a_few_single_ones_cost_no_more_than_by_themselves() -> None:
    """A connection keeps the plan that it made for one lead."""
    run("discard plans")  # those of other tests, made while the tables were empty
    run(
        "insert into leads (name, phone) select 'Priya Sharma', 9100000000 + n from generate_series(1, 5000) n"
    )
    run("update leads set status = 'contacted' where id = (select id from leads limit 1)")
    after_one = cpu_seconds("update leads set status = 'nurturing'")
    run("discard plans")
    assert after_one < 3 * cpu_seconds("update leads set status = 'qualified'")
