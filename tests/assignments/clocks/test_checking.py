"""Every night: what is stored is what follows from the log; it is told and never put right in silence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from activity import waiting
from activity.kinds import Actor
from assignments import workflow
from assignments.clocks import jobs
from assignments.clocks.checking import check
from assignments.clocks.settling import settle
from assignments.models import Assignment, LeadClock
from leads.models import Lead
from tests.leads.facts import lead
from tests.people import in_role

pytestmark = pytest.mark.django_db
NEHA = Actor("user", "sales_user_5")
TEN = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # of a Monday in Kolkata
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NIGHT = TEN + 12 * HOUR


@pytest.fixture
def day() -> dict[str, Lead]:
    """A day's work: one open, one late, one waiting, one answered and then waiting, one answered late."""
    names = ("late", "waits", "answered", "answered_late")
    rows = {name: lead(number, asked=TEN) for number, name in enumerate(names, 1)}
    rows["open"] = lead(9, asked=TEN + 7.9 * HOUR)  # six minutes before six in the evening
    neha = in_role("Sales")
    for row in rows.values():
        workflow.take(lead_id=row.pk, owner=neha, actor=NEHA, now=row.created_at + MINUTE)
    waiting.begin(lead_id=rows["waits"].pk, reason="Measures", actor=NEHA, now=TEN + 20 * MINUTE)
    call(rows["answered"], TEN + 10 * MINUTE)
    waiting.begin(lead_id=rows["answered"].pk, reason="Measures", actor=NEHA, now=TEN + 20 * MINUTE)
    call(rows["answered_late"], TEN + 2 * HOUR)
    LeadClock.objects.filter(lead=rows["late"]).update(missed_at=F("deadline"))
    return rows


def call(row: Lead, at: datetime) -> None:
    said = {"direction": "out", "outcome": "reached"}
    workflow.record_contact(lead_id=row.pk, kind="call", message="Called", facts=said, actor=NEHA, now=at)


def found() -> tuple[int, list[str]]:
    result = check(now=NIGHT)
    return result.differing, result.examples


def test_a_days_work_is_what_follows_from_the_log(day: dict[str, Lead]) -> None:
    result = check(now=NIGHT)
    # Of each of the five leads the clock and the owner's deadline.
    assert (result.looked_at, result.differing, result.examples) == (10, 0, [])


@pytest.mark.parametrize("name", ["open", "late", "waits", "answered", "answered_late"])
def test_a_clock_that_somebody_moved_is_told(day: dict[str, Lead], name: str) -> None:
    changed = TEN + 1.5 * HOUR
    LeadClock.objects.filter(lead=day[name]).update(deadline=changed)
    assert found() == (1, [str(day[name].pk)])
    assert LeadClock.objects.get(lead=day[name]).deadline == changed


@pytest.mark.parametrize("name", ["open", "late", "answered"])
def test_an_owners_deadline_that_somebody_moved_is_told(day: dict[str, Lead], name: str) -> None:
    Assignment.objects.filter(lead=day[name]).update(sla_deadline=TEN + 1.5 * HOUR)
    assert found() == (1, [str(day[name].pk)])


def test_what_is_on_its_way_is_no_error(day: dict[str, Lead]) -> None:
    LeadClock.objects.filter(lead=day["open"]).update(fingerprint="", deadline=TEN)
    assert found() == (0, [])


def test_a_deadline_of_another_program_is_no_error() -> None:
    row = lead(asked=TEN)
    settle([row.pk], now=TEN)
    Assignment.objects.create(lead=row, owner=in_role("Sales"), sla_deadline=TEN + 5 * HOUR)
    assert found() == (0, [])


def test_it_is_done_every_night() -> None:
    assert (jobs.check_deadlines.name, jobs.check_deadlines.every) == ("check-deadlines", "40 20 * * *")
