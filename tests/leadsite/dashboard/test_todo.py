"""What waits for somebody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from activity.models import Activity
from assignments.models import Assignment, LeadClock
from leads.models import Lead
from leadsite.accounts.models import User
from leadsite.dashboard import todo
from leadsite.dashboard.periods import Period
from tests.leads.facts import lead
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]
HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def neha() -> User:
    return in_role("Sales")


def owed(row: Lead, owner: User, deadline: datetime) -> Lead:
    Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, sla_deadline=deadline)
    return row


def follow_up(row: Lead, when: datetime, **changed: Any) -> Activity:
    facts = {"type": "follow_up", "status": "pending", "message": "Call again"}
    metadata = {"action": "call", "scheduled_for": when.isoformat()}
    return Activity.objects.create(lead=row, metadata=metadata, **{**facts, **changed})


def asked_for(row: Lead, by: User, when: datetime) -> Activity:
    return Activity.objects.create(
        lead=row, type="approval", status="pending", message=f"Asked by {by.name}", created_at=when,
        actor_type="user", actor_id=by.identifier,
    )  # fmt: skip


def names(rows: list[todo.Row]) -> list[str]:
    return [str(row.get("name") or row["lead__name"]).removeprefix("Priya Sharma ") for row in rows]


def due(row: Lead, deadline: datetime | None, **changed: Any) -> Lead:
    """As if the deadline of its customer had been worked out."""
    LeadClock.objects.filter(lead=row).update(deadline=deadline, **changed)
    return row


def test_customers_are_answered_by_their_own_deadline_owner_or_not(neha: User, now: datetime) -> None:
    owed(due(lead(1, asked=now - 3 * HOUR), now + HOUR), neha, now - HOUR)
    owed(due(lead(2, asked=now - 2 * HOUR), now - HOUR), neha, now + HOUR)
    due(lead(3, asked=now - HOUR / 2), now + HOUR / 2)
    assert names(todo.next_to_answer(neha)) == ["2", "3", "1"]


def test_who_has_no_deadline_yet_comes_after_those_with_one(neha: User, now: datetime) -> None:
    lead(1, asked=now - HOUR)
    owed(lead(2, asked=now - HOUR), neha, now + HOUR)
    due(lead(3, asked=now - HOUR), now + 2 * HOUR)
    assert names(todo.next_to_answer(neha)) == ["2", "3", "1"]


def test_a_customer_who_wrote_again_is_answered_again(neha: User, now: datetime) -> None:
    row = lead(1, asked=now - 3 * HOUR, status="contacted", first_response_at=now - 2 * HOUR)
    LeadClock.objects.create(lead=row, clock="next_response", started_at=now - HOUR, deadline=now + HOUR)
    assert names(todo.next_to_answer(neha)) == ["1"]


def test_while_it_is_the_customers_turn_nobody_answers(neha: User, now: datetime) -> None:
    owed(due(lead(1, asked=now - HOUR), None, paused=True), neha, now - HOUR)
    assert names(todo.next_to_answer(neha)) == []


def test_with_the_same_deadline_the_oldest_comes_first(neha: User, now: datetime) -> None:
    for number in (1, 2, 3):
        owed(lead(number, asked=now - number * HOUR), neha, now)
    assert names(todo.next_to_answer(neha)) == ["3", "2", "1"]


def test_five_are_shown(neha: User, now: datetime) -> None:
    for number in range(4):
        owed(lead(number, asked=now), neha, now)
        lead(number + 10, asked=now)
    assert len(todo.next_to_answer(neha)) == 5


@pytest.mark.parametrize(
    "changed", [{"status": "lost"}, {"status": "converted"}, {"first_response_at": timezone.now()}]
)
def test_who_was_answered_or_is_closed_waits_no_more(
    changed: dict[str, Any], neha: User, now: datetime
) -> None:
    owed(lead(1, asked=now, **changed), neha, now)
    lead(2, asked=now, **changed)
    assert todo.next_to_answer(neha) == []


def test_suspects_are_never_answered(neha: User, now: datetime) -> None:
    owed(lead(1, asked=now, suspect="honeypot"), neha, now)
    bot = lead(2, asked=now, suspect="honeypot")
    follow_up(bot, now)
    asked_for(bot, neha, now)
    assert todo.next_to_answer(neha) == []
    assert todo.follow_ups_due(neha, Period.asked("", now)) == []
    assert todo.approvals_waiting(neha) == []


def test_follow_ups_of_today_and_before_come_mine_first(neha: User, now: datetime) -> None:
    period = Period.asked("", now)
    mine, other = lead(1, asked=now), lead(2, asked=now)
    owed(mine, neha, now)
    follow_up(other, now - 2 * HOUR)
    follow_up(mine, period.ends - HOUR / 60, actor_type="user", actor_id=neha.identifier)  # twice mine
    follow_up(mine, period.ends)
    follow_up(mine, now - HOUR, status="completed")
    follow_up(lead(3, asked=now), now - HOUR, actor_type="user", actor_id=neha.identifier)
    rows = todo.follow_ups_due(neha, period)
    assert [(row["lead__name"][-1], row["mine"]) for row in rows] == [("3", True), ("1", True), ("2", False)]


def test_managers_see_what_to_decide_longest_waiting_first(neha: User, now: datetime) -> None:
    manager = in_role("Manager", "meera", "Meera Iyer")
    asked_for(lead(1, asked=now), neha, now)
    asked_for(lead(2, asked=now), manager, now - HOUR)
    assert [(row["lead__name"][-1], row["own"]) for row in todo.approvals_waiting(manager)] == [
        ("2", True),
        ("1", False),
    ]


def test_sales_see_the_approvals_that_they_asked_for(neha: User, now: datetime) -> None:
    asked_for(lead(1, asked=now), neha, now)
    asked_for(lead(2, asked=now), in_role("Sales", "rajesh", "Rajesh Kumar"), now)
    assert names(todo.approvals_waiting(neha)) == ["1"]


def test_who_sees_their_own_is_told_of_nobody_elses(neha: User, now: datetime, settings: Any) -> None:
    settings.SALES_SEE = "own"
    rajesh = in_role("Sales", "rajesh", "Rajesh Kumar")
    theirs = owed(lead(1, asked=now), rajesh, now)
    follow_up(theirs, now)
    asked_for(theirs, neha, now)
    owed(lead(2, asked=now), neha, now)
    assert names(todo.next_to_answer(neha)) == ["2"]
    assert todo.follow_ups_due(neha, Period.asked("", now)) == []
    assert todo.approvals_waiting(neha) == []


def test_each_is_one_statement(now: datetime, django_assert_num_queries: Counted) -> None:
    colleague = alice()
    row = lead(1, asked=now)
    follow_up(row, now)
    asked_for(row, colleague, now)
    with django_assert_num_queries(3):
        assert todo.next_to_answer(colleague)
        assert todo.follow_ups_due(colleague, Period.asked("", now))
        assert todo.approvals_waiting(colleague)


def test_ones_own_visits_of_today_are_told_the_next_first(neha: User) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)

    def visit(number: int, at: datetime, who: User, status: str = "pending") -> None:
        facts = {"starts_at": at.isoformat(), "ends_at": (at + HOUR).isoformat(), "staff_id": who.identifier}
        row = lead(number, name=f"Customer {number}")
        Activity.objects.create(lead=row, type="booking", status=status, message="Visit", metadata=facts)

    visit(1, noon + HOUR, neha)
    visit(2, noon, neha, "confirmed")
    visit(3, noon, alice())
    visit(4, noon + timedelta(days=1), neha)
    visit(5, noon - 2 * HOUR, neha, "cancelled")
    found = todo.visits_today(neha, Period.asked("", noon))
    assert [row["lead__name"] for row in found] == ["Customer 2", "Customer 1"]
