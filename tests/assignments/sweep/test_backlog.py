"""However much is overdue, nobody waits for the sweep: new leads find their owners between its batches."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction

from activity.models import Activity
from assignments.clocks.models import LeadClock
from assignments.routing.router import route_waiting
from assignments.sweep import rounds
from assignments.sweep.rounds import sweep
from leads.models import Lead
from leadsite.accounts.models import User
from tests.assignments.sweep.team import asked, at, events
from tests.leads import facts
from tests.racing import alone_at_the_side

pytestmark = pytest.mark.django_db
LATE = at(11, 30)


@pytest.fixture
def backlog(neha: User, monkeypatch: pytest.MonkeyPatch) -> list[Lead]:
    """Three batches."""
    monkeypatch.setattr(rounds, "BATCH", 2)
    return [asked(neha, number) for number in range(1, 7)]


def swept(leads: list[Lead]) -> int:
    return sum(bool(events(lead)) for lead in leads)


def comes(number: int, when: datetime) -> Lead:
    """A new lead, to be routed at once."""
    lead = facts.lead(number, asked=when)
    LeadClock.objects.filter(lead=lead).update(route_at=when)
    return lead


def test_without_anybody_new_a_round_takes_batch_after_batch(backlog: list[Lead]) -> None:
    assert sweep(LATE) is False
    assert swept(backlog) == 6


def test_while_a_new_lead_waits_a_round_takes_a_few_and_the_rest_comes_after_it(
    backlog: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FEW", 1)
    comes(9, LATE)
    assert [sweep(LATE), swept(backlog)] == [True, 1]
    assert route_waiting(now=LATE) == 1
    assert [sweep(LATE), swept(backlog)] == [False, 6]


def test_a_new_lead_that_comes_in_the_middle_waits_for_one_batch_and_a_few(
    backlog: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FEW", 1)
    order: list[int] = []
    take_batch = rounds.take_batch

    def taking(leads: Sequence[UUID], now: datetime) -> int:
        if not order:
            comes(9, LATE)
        order.append(len(leads))
        return take_batch(leads, now)

    monkeypatch.setattr(rounds, "take_batch", taking)
    assert (sweep(LATE), order) == (True, [2, 1])


def test_a_round_ends_when_it_was_long_enough(backlog: list[Lead], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "LONG_ENOUGH", 0.0)
    assert [sweep(LATE), swept(backlog)] == [True, 2]
    assert [sweep(LATE), swept(backlog)] == [True, 4]
    assert [sweep(LATE), swept(backlog)] == [False, 6]


@pytest.mark.django_db(transaction=True)
def test_while_another_worker_has_all_that_is_due_there_is_no_more_to_do(
    backlog: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST", 6)  # a full look, after which there may be more
    with transaction.atomic():
        assert sweep(LATE) is True
        assert alone_at_the_side(lambda: sweep(LATE)) is False
    assert Activity.objects.filter(type="sla").count() == 4 * 6


@pytest.mark.django_db(transaction=True)
def test_a_new_lead_finds_its_owner_while_a_batch_is_at_work(backlog: list[Lead]) -> None:
    lead = comes(9, LATE)
    with transaction.atomic():
        sweep(LATE)  # nothing of it is committed
        assert alone_at_the_side(lambda: route_waiting(now=LATE)) == 1
    lead.refresh_from_db()
    assert lead.owner_id is not None
