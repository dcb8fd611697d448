"""A step that raises holds up no other step, of the same lead neither."""

from datetime import datetime, timedelta

import pytest

from activity.models import Activity
from assignments import workflow
from assignments.clocks.models import LeadClock
from assignments.clocks.settling import settle
from assignments.models import Assignment
from assignments.notices.models import Notice
from assignments.routing.relief import Relief
from assignments.routing.router import ROUTING
from assignments.sweep.rounds import sweep
from leads.models import Lead
from leadsite.accounts.models import User
from tests import people
from tests.assignments.promises import NOW
from tests.leads import facts

pytestmark = pytest.mark.django_db
TEN = NOW - timedelta(hours=2)  # of a Friday in Kolkata; an answer is due at eleven


@pytest.fixture
def nobody_can_be_relieved(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(waits: list[object], now: datetime) -> Relief:
        if waits:
            raise ValueError("no way")
        return Relief()

    monkeypatch.setattr("assignments.sweep.steps.relief.choose", raising)


@pytest.fixture
def neha() -> User:
    return people.in_role("Sales", "neha", "Neha Patel")


def asked(owner: User) -> Lead:
    lead = facts.lead(asked=TEN)
    workflow.hand(lead=lead, owner=owner, actor=ROUTING, reason="x", now=TEN)
    settle([lead.pk], now=TEN)
    return lead


def events(lead: Lead) -> list[str]:
    rows = Activity.objects.filter(lead=lead, type="sla")
    return sorted({row.metadata["event"] for row in rows if row.metadata})


def hours_later(hours: float) -> datetime:
    return TEN + timedelta(hours=hours)


@pytest.mark.usefixtures("nobody_can_be_relieved")
def test_a_miss_is_marked_and_told_although_handing_on_raises(neha: User) -> None:
    lead = asked(neha)
    sweep(hours_later(3.1))
    assert LeadClock.objects.get(lead=lead).missed_at == hours_later(1)
    assert events(lead) == ["escalated", "missed"]
    assert Notice.objects.filter(recipient=neha).exists()
    assert Assignment.objects.get(lead=lead).failures == 1


@pytest.mark.usefixtures("nobody_can_be_relieved")
def test_what_was_done_is_not_done_again_with_the_next_try(neha: User) -> None:
    lead = asked(neha)
    sweep(hours_later(3.1))
    logged = Activity.objects.filter(lead=lead, type="sla").count()
    sweep(hours_later(3.2))
    assert Activity.objects.filter(lead=lead, type="sla").count() == logged
    assert Assignment.objects.get(lead=lead).failures == 2


def test_an_owner_named_by_another_program_has_no_step_that_could_fail(neha: User) -> None:
    lead = facts.lead(asked=TEN)
    row = Assignment.objects.create(
        lead=lead, owner=neha, owner_name=neha.name, sla_deadline=hours_later(1),
        next_step_at=hours_later(1), failures=1,
    )  # fmt: skip
    sweep(hours_later(1.1))
    row.refresh_from_db()
    assert (row.next_step_at, row.failures, row.sla_deadline) == (None, 1, hours_later(1))
