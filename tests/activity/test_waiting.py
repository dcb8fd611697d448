"""Waiting for the customer: begun and ended in one press, and the clock stands still between."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from activity import waiting
from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import Closed
from assignments import workflow
from assignments.models import Assignment, LeadClock
from leads.exceptions import Refused
from leads.models import Lead
from tests.leads.facts import lead
from tests.people import in_role
from tests.racing import at_once

NEHA = Actor("user", "sales_user_5")
# A Monday. The shop is open from nine to six in Kolkata, five and a half hours ahead.
TEN, NOON = datetime(2026, 11, 23, 4, 30, tzinfo=UTC), datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
MAILED = {"direction": "in", "automatic": False, "channel": "by hand", "retry_count": 0}


def begin(row: Lead, at: datetime = TEN, **options: Any) -> Activity:
    return waiting.begin(
        **{"lead_id": row.pk, "reason": "Measures the room", "actor": NEHA, "now": at, **options}
    )


def clock() -> tuple[object, ...]:
    return LeadClock.objects.values_list("paused", "deadline").get()


@pytest.mark.django_db
def test_while_we_wait_the_deadline_is_open() -> None:
    begin(lead(asked=TEN - timedelta(minutes=20)))
    assert clock() == (True, None)


@pytest.mark.django_db
def test_what_we_wait_for_is_in_the_log() -> None:
    begun = begin(lead(asked=TEN))
    assert (begun.status, begun.metadata, begun.actor_id) == (
        "pending", {"reason": "Measures the room"}, "sales_user_5",
    )  # fmt: skip


@pytest.mark.django_db
def test_after_the_wait_the_rest_of_the_hour_is_left() -> None:
    row = lead(asked=TEN - timedelta(minutes=20))
    workflow.settle_lead(row.pk, TEN)
    waiting.end(activity_id=begin(row).pk, actor=NEHA)
    ended = Activity.objects.get(type="waiting").updated_at
    paused, deadline = clock()
    assert (paused, deadline > TEN + timedelta(minutes=40)) == (False, ended > TEN)  # type: ignore[operator]


@pytest.mark.django_db
def test_a_deadline_that_had_passed_stays_passed() -> None:
    begin(lead(asked=TEN), NOON)
    assert clock() == (False, TEN + timedelta(hours=1))


@pytest.mark.django_db
def test_the_customers_next_message_ends_it_and_the_clock_runs_on() -> None:
    row = lead(asked=TEN - timedelta(minutes=20))
    begin(row)
    workflow.record_contact(
        lead_id=row.pk, kind="email", message="The room is 4 by 5", facts=MAILED, actor=NEHA, now=NOON
    )
    assert Activity.objects.get(type="waiting").status == "completed"
    # Twenty minutes were gone at ten, forty are left from noon on.
    assert clock() == (False, NOON + timedelta(minutes=40))


@pytest.mark.django_db
def test_the_owners_deadline_moves_on_too() -> None:
    row = lead(asked=TEN - timedelta(minutes=20))
    workflow.take(lead_id=row.pk, owner=in_role("Sales"), actor=NEHA, now=TEN - timedelta(minutes=10))
    begin(row)
    assert Assignment.objects.get().sla_deadline == TEN + timedelta(minutes=50)
    workflow.record_contact(
        lead_id=row.pk, kind="email", message="The room is 4 by 5", facts=MAILED, actor=NEHA, now=NOON
    )
    assert Assignment.objects.get().sla_deadline == NOON + timedelta(minutes=50)


@pytest.mark.django_db
def test_an_answer_while_we_wait_is_in_time_for_the_owner_too() -> None:
    row = lead(asked=TEN - timedelta(minutes=20))
    workflow.take(lead_id=row.pk, owner=in_role("Sales"), actor=NEHA, now=TEN - timedelta(minutes=10))
    begin(row)
    said = {"direction": "out", "outcome": "reached"}
    workflow.record_contact(
        lead_id=row.pk, kind="call", message="Called", facts=said, actor=NEHA, now=TEN + timedelta(hours=5)
    )
    assert Assignment.objects.get().sla_met is True
    assert LeadClock.objects.values_list("missed_at", "answered_at").get() == (None, TEN + timedelta(hours=5))


@pytest.mark.django_db
def test_we_wait_for_one_thing_at_a_time() -> None:
    row = lead(asked=TEN)
    begin(row)
    with pytest.raises(Refused) as refused:
        begin(row)
    assert refused.value.code == "waits_already"


@pytest.mark.django_db
def test_what_is_over_is_not_ended_again() -> None:
    begun = begin(lead(asked=TEN))
    waiting.end(activity_id=begun.pk, actor=NEHA)
    with pytest.raises(Closed):
        waiting.end(activity_id=begun.pk, actor=NEHA)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_wait_at_once_one_does() -> None:
    row = lead(asked=TEN)
    results = at_once(row.pk, lambda: begin(row), lambda: begin(row))
    assert sorted(type(result).__name__ for result in results) == ["Activity", "Conflict"]
