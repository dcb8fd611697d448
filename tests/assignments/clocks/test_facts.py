"""What clocks follow from, read from the log of many leads at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from activity.models import Activity
from assignments.clocks.facts import LeadFacts, read
from assignments.sla import Closing, Contact, Wait
from leads.models import Lead, LeadProduct
from tests.leads.facts import lead

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # of a Monday in Kolkata
HOUR = timedelta(hours=1)
OUT = {"direction": "out", "automatic": False, "channel": "by hand", "retry_count": 0}


def told(row: Lead) -> LeadFacts:
    return read([row.pk])[row.pk]


def log(row: Lead, kind: str, at: datetime = TEN, by: str = "user", **facts: object) -> Activity:
    status = str(facts.pop("status", "completed"))
    return Activity.objects.create(
        lead=row,
        type=kind,
        status=status,
        message="As it was",
        actor_type=by,
        created_at=at,
        metadata=facts or None,
    )


def test_the_clock_begins_when_the_customer_asked() -> None:
    assert told(lead(asked=TEN)).facts.submitted_at == TEN


@pytest.mark.parametrize(
    ("kind", "by", "facts", "contacts"),
    [
        ("call", "user", {"direction": "out", "outcome": "reached"}, [Contact(TEN, True)]),
        ("call", "user", {"direction": "in", "outcome": "reached"}, [Contact(TEN, True)]),
        ("call", "system", {"direction": "in", "outcome": "missed"}, [Contact(TEN, False)]),
        ("email", "user", OUT, [Contact(TEN, True)]),
        ("email", "user", {**OUT, "direction": "in"}, [Contact(TEN, False)]),
        ("email", "system", {**OUT, "direction": "in"}, [Contact(TEN, False)]),
        ("email", "system", OUT, []),
        ("email", "user", {**OUT, "automatic": True}, []),
        ("email", "system", {**OUT, "direction": "in", "automatic": True}, []),
        ("note", "user", {}, []),
    ],
)
def test_people_who_speak_are_contacts_and_machines_are_none(
    kind: str, by: str, facts: dict[str, object], contacts: list[Contact]
) -> None:
    row = lead(asked=TEN)
    log(row, kind, by=by, **facts)
    assert list(told(row).facts.contacts) == contacts


def test_a_meeting_is_an_answer_when_it_took_place() -> None:
    row = lead(asked=TEN)
    planned = log(row, "follow_up", status="pending", action="meeting", scheduled_for=TEN.isoformat())
    assert told(row).facts.contacts == ()
    Activity.objects.filter(pk=planned.pk).update(status="completed")
    planned.refresh_from_db()
    assert told(row).facts.contacts == (Contact(planned.updated_at, True),)


def test_a_wait_lasts_until_it_is_closed() -> None:
    row = lead(asked=TEN)
    wait = log(row, "waiting", status="pending", reason="Measures the room")
    assert told(row).facts.waits == (Wait(TEN, None, "Measures the room"),)
    Activity.objects.filter(pk=wait.pk).update(status="cancelled")
    wait.refresh_from_db()
    assert told(row).facts.waits == (Wait(TEN, wait.updated_at, "Measures the room"),)


def test_a_lead_is_closed_from_lost_until_it_is_reopened_and_moves_between_are_none() -> None:
    row = lead(asked=TEN)
    moves = (("new", "contacted"), ("contacted", "lost"), ("lost", "converted"), ("converted", "contacted"))
    for hours, (old, new) in enumerate(moves):
        log(row, "status_change", TEN + hours * HOUR, **{"from": old, "to": new})
    assert told(row).facts.closings == (Closing(TEN + HOUR, TEN + 3 * HOUR),)


def test_the_latest_word_on_priority_counts_and_a_persons_overrides_the_models() -> None:
    row = lead(asked=TEN)
    assert told(row).priority() == "medium"
    log(row, "ai_result", TEN, "ai", priority="low")
    log(row, "ai_result", TEN + HOUR, "ai", priority="medium")
    log(row, "ai_review", TEN + 2 * HOUR, verdict="overridden", fields={"priority": "high"})
    log(row, "ai_review", TEN + 3 * HOUR, verdict="accepted", fields={})
    log(row, "ai_result", TEN + 4 * HOUR, "ai", priority="urgent")  # nobody knows that one
    assert told(row).priority() == "high"
    assert [told(row).priority(TEN + hours * HOUR) for hours in (-1, 0, 1, 2)] == [
        "medium", "low", "medium", "high",
    ]  # fmt: skip


def test_a_policy_can_be_chosen_by_what_was_asked_for() -> None:
    row = lead(asked=TEN, source="referral")
    for category in ("Wall", "Flooring"):
        LeadProduct.objects.create(lead=row, category=category, product="Oak")
    log(row, "note")
    assert (told(row).source, told(row).categories) == ("referral", ("Flooring", "Wall"))


def test_many_leads_are_one_query(django_assert_num_queries: Callable[[int], object]) -> None:
    rows = [lead(number, asked=TEN) for number in range(1, 31)]
    for row in rows:
        log(row, "email", **OUT)
        log(row, "waiting", status="pending", reason="x")
    with django_assert_num_queries(1):
        found = read(row.pk for row in rows)
    assert len(found) == 30
