"""After a calendar or a policy was changed: what moves, what stays, and what is said about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command

from activity.kinds import SYSTEM
from activity.recorder import record
from assignments import publishing, workflow
from assignments.calendars.models import Calendar
from assignments.clocks.recomputing import recompute
from assignments.clocks.settling import settle
from assignments.defaults import CALENDAR, hours
from assignments.models import Assignment, LeadClock
from tests.assignments.promises import fallback
from tests.leads.facts import lead
from tests.people import in_role

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # of a Monday in Kolkata
HOUR = timedelta(hours=1)


def open_from_noon() -> None:
    """A second version: the shop opens at noon."""
    changed = replace(hours(), week=(((720, 1080),),) * 7)
    publishing.publish_calendar(
        Calendar.objects.get(name=CALENDAR), changed.draft(range(2026, 2028)), expected=1, note="Winter", actor=None,
        now=TEN,
    )  # fmt: skip


def deadlines() -> list[datetime | None]:
    return list(LeadClock.objects.order_by("started_at").values_list("deadline", flat=True))


def promised(number: int = 1, at: datetime = TEN) -> None:
    settle([lead(number, asked=at).pk], now=at)


def started_waiting(lead_id: UUID, at: datetime) -> None:
    record(
        lead_id=lead_id, kind="waiting", message="Measures the rooms", actor=SYSTEM, created_at=at,
        metadata={"reason": "Measures the rooms"},
    )  # fmt: skip
    settle([lead_id], now=at)


def test_a_changed_calendar_changes_nothing_by_itself() -> None:
    promised()
    open_from_noon()
    settle(LeadClock.objects.values_list("lead", flat=True), now=TEN)
    assert deadlines() == [TEN + HOUR]


def test_recomputing_moves_open_deadlines_and_counts_them() -> None:
    promised()
    promised(2, TEN + 3 * HOUR)
    open_from_noon()
    moves = recompute(now=TEN)
    assert deadlines() == [TEN + 3 * HOUR, TEN + 4 * HOUR]  # one o'clock; and two, as before
    assert (moves.looked_at, moves.earlier, moves.later) == (2, 0, 1)
    assert [move.by for move in moves.largest] == [2 * HOUR]


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    promised()
    open_from_noon()
    moves = recompute(now=TEN, dry_run=True)
    assert (deadlines(), moves.later) == ([TEN + HOUR], 1)


def test_what_was_missed_or_answered_stays_as_it_was() -> None:
    promised(1, TEN - timedelta(days=3))
    promised(2)
    LeadClock.objects.filter(started_at=TEN).update(answered_at=TEN)
    before = deadlines()
    open_from_noon()
    assert recompute(now=TEN).moved == 0
    assert deadlines() == before


def test_the_owners_deadline_moves_along() -> None:
    promised()
    row = LeadClock.objects.get()
    neha = in_role("Sales")
    workflow.take(lead_id=row.lead_id, owner=neha, actor=SYSTEM, now=TEN)
    open_from_noon()
    assert recompute(now=TEN).later == 2
    assert Assignment.objects.get().sla_deadline == TEN + 3 * HOUR


def test_a_deadline_that_a_wait_reaches_over_is_recomputed_by_the_new_version() -> None:
    promised()
    row = LeadClock.objects.get()
    workflow.take(lead_id=row.lead_id, owner=in_role("Sales"), actor=SYSTEM, now=TEN)
    started_waiting(row.lead_id, TEN + HOUR / 2)
    open_from_noon()
    recompute(now=TEN + 3 * HOUR)  # the owner's hour would be over long since
    pinned = {row.calendar_version.number for row in (LeadClock.objects.get(), Assignment.objects.get())}
    assert pinned == {2}


def test_a_deadline_that_had_passed_before_the_wait_keeps_its_version() -> None:
    promised()
    row = LeadClock.objects.get()
    workflow.take(lead_id=row.lead_id, owner=in_role("Sales"), actor=SYSTEM, now=TEN)
    started_waiting(row.lead_id, TEN + 2 * HOUR)
    open_from_noon()
    recompute(now=TEN + 3 * HOUR)
    assert Assignment.objects.get().calendar_version.number == 1


def test_a_new_promise_holds_for_open_leads_once_they_are_recomputed() -> None:
    promised()
    version = fallback()
    spec = publishing.PolicySpec.from_json(version.spec)
    targets = {**spec.targets, "medium": {**spec.targets["medium"], "first_response": 10}}
    quicker = publishing.draft_of(replace(spec, targets=targets))
    publishing.publish_policy(version.policy, quicker, expected=1, note="", actor=None, now=TEN)
    assert recompute(now=TEN).earlier == 1
    assert deadlines() == [TEN + timedelta(minutes=10)]


def test_batches_reach_every_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assignments.clocks.recomputing.open_leads.__defaults__", (2,))
    for number in range(1, 6):
        promised(number)
    open_from_noon()
    assert recompute(now=TEN).later == 5


def test_the_command_says_what_moved(capsys: pytest.CaptureFixture[str]) -> None:
    promised()
    call_command("sla_recompute", "--dry-run")
    assert "1 leads looked at.\n0 deadlines would move" in capsys.readouterr().out
