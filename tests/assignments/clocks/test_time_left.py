from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assignments.clocks.models import LeadClock
from assignments.clocks.time_left import time_left
from assignments.countdown import Countdown, paused
from assignments.models import Assignment
from leads.models import Lead
from tests.assignments.promises import calendar
from tests.leads.facts import lead
from tests.people import bob

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2026, 11, 28, 12, tzinfo=UTC)  # 17:30 in the shop, which closes at 18:00
MONDAY = datetime(2026, 11, 30, 4, tzinfo=UTC)  # 9:30


def left(row: Lead) -> Countdown | None:
    found: Any = Lead.objects.with_deadline().get(pk=row.pk)
    return time_left(
        deadline=found.deadline,
        hours=found.hours,
        warn_at=found.warn_at,
        on_hold=found.on_hold,
        now=SATURDAY,
    )


def told(row: Lead) -> str:
    found = left(row)
    assert found is not None
    return found.text


def clocked(row: Lead, **columns: object) -> None:
    LeadClock.objects.filter(lead=row).update(**columns)


def owed(row: Lead, deadline: datetime, **columns: object) -> None:
    Assignment.objects.create(lead=row, owner=bob(), owner_name="Bob", sla_deadline=deadline, **columns)


def test_the_customers_deadline_is_counted_by_the_hours_it_was_worked_out_by() -> None:
    row = lead()
    clocked(row, deadline=MONDAY, calendar_version=calendar())
    assert told(row) == "1 h left"


def test_the_owners_is_counted_by_its_own_hours_if_it_is_sooner() -> None:
    row = lead()
    clocked(row, deadline=MONDAY + timedelta(hours=1))
    owed(row, MONDAY, calendar_version=calendar())
    assert told(row) == "1 h left"


def test_the_owners_later_deadline_is_not_told() -> None:
    row = lead()
    clocked(row, deadline=MONDAY, calendar_version=calendar())
    owed(row, MONDAY + timedelta(hours=1))
    assert told(row) == "1 h left"


def test_where_the_customer_was_promised_nothing_the_owners_is_told() -> None:
    row = lead()
    clocked(row, calendar_version=None)
    owed(row, MONDAY, calendar_version=calendar())
    assert told(row) == "1 h left"


def test_a_deadline_without_hours_counts_every_hour() -> None:
    row = lead()
    clocked(row, deadline=MONDAY)
    assert told(row) == "40 h left"


def test_while_we_wait_for_the_customer_it_is_paused() -> None:
    row = lead()
    clocked(row, deadline=None, paused=True)
    owed(row, MONDAY)
    assert left(row) == paused()


@pytest.mark.parametrize(
    ("step_at", "share_done", "tone"),
    [
        (SATURDAY + timedelta(minutes=5), 0, ""),  # the warning is still to come
        (SATURDAY, 0, "due"),  # and here it is
        (MONDAY, 75, "due"),  # it was given: the next step is the deadline
        (MONDAY, 0, ""),  # no warning is meant, and an hour is more than half of one
    ],
)
def test_it_is_due_once_its_policy_warns_of_it(step_at: datetime, share_done: int, tone: str) -> None:
    row = lead()
    clocked(row, deadline=MONDAY, calendar_version=calendar(), next_step_at=step_at, share_done=share_done)
    found = left(row)
    assert found is not None
    assert found.tone == tone


def test_the_owners_warning_counts_too() -> None:
    row = lead()
    clocked(row, deadline=MONDAY, calendar_version=calendar())
    owed(row, MONDAY, calendar_version=calendar("Other hours"), next_step_at=SATURDAY)
    found = left(row)
    assert found is not None
    assert found.tone == "due"


def test_who_was_answered_has_no_countdown() -> None:
    row = lead()
    clocked(row, deadline=MONDAY, answered_at=SATURDAY)
    assert left(row) is None


def test_hours_are_read_once_a_process(django_assert_num_queries: Callable[[int], Any]) -> None:
    row = lead()
    clocked(row, deadline=MONDAY, calendar_version=calendar())
    left(row)
    with django_assert_num_queries(1):
        left(row)
