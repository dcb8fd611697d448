"""What is counted, and what is not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from leads.models import Lead, Submission
from leads.shop_days import begin_of, day_of
from leadsite.accounts.models import User
from leadsite.dashboard import figures
from leadsite.dashboard.figures import Asked, Quoted, Waited
from leadsite.dashboard.periods import Period
from tests.leads.facts import lead
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def week(now: datetime) -> Period:
    return Period.asked("7", now)


def again(first: Lead, total: str | None, **changed: Any) -> Submission:
    facts = {"kind": "repeat", "received_at": first.created_at + timedelta(minutes=5), "currency": "INR"}
    worth = Decimal(total) if total else None
    return Submission.objects.create(
        lead=first, folio=f"again {total} {changed}", quote_total=worth, **{**facts, **changed}
    )


def test_leads_are_counted_by_day_source_and_status(week: Period) -> None:
    lead(1, asked=week.begins)
    lead(2, asked=week.ends - timedelta(seconds=1), source="referral", status="lost")
    lead(3, asked=week.ends - timedelta(seconds=2), source="referral", status="lost")
    assert sorted(figures.asked(alice(), week)) == [
        Asked(0, "website_form", "new", 1),
        Asked(6, "referral", "lost", 2),
    ]


def test_what_lies_outside_the_period_is_not_counted(week: Period) -> None:
    early = lead(1, asked=week.begins - timedelta(microseconds=1), first_response_at=week.begins)
    lead(2, asked=week.ends)
    again(early, "50", received_at=week.begins)
    colleague = alice()
    assert figures.asked(colleague, week) == []
    assert figures.quoted(colleague, week) == []
    assert figures.waited(colleague, week) == []


def test_suspects_are_in_no_figure(week: Period) -> None:
    lead(1, asked=week.begins, suspect="honeypot", first_response_at=week.begins)
    colleague = alice()
    assert figures.asked(colleague, week) == []
    assert figures.quoted(colleague, week) == []
    assert figures.waited(colleague, week) == []


def test_a_suspect_that_asked_again_in_earnest_counts(week: Period) -> None:
    again(lead(1, asked=week.begins, suspect="honeypot"), "70")
    colleague = alice()
    assert [row.leads for row in figures.asked(colleague, week)] == [1]
    assert figures.quoted(colleague, week) == [Quoted("new", "INR", 1, Decimal(70))]


def test_quotes_are_summed_by_status_and_currency(week: Period) -> None:
    lead(1, asked=week.begins)
    lead(2, asked=week.begins)
    won = lead(3, asked=week.begins, status="converted")
    won.submissions.update(currency="EUR", quote_total=Decimal("10.50"))
    assert sorted(figures.quoted(alice(), week)) == [
        Quoted("converted", "EUR", 1, Decimal("10.50")),
        Quoted("new", "INR", 2, Decimal("4001.00")),
    ]


def test_a_later_quote_takes_the_place_of_the_first(week: Period) -> None:
    priya = lead(1, asked=week.begins)
    again(priya, "50")
    again(priya, "99", suspect="honeypot", received_at=week.begins + timedelta(hours=1))
    assert figures.quoted(alice(), week) == [Quoted("new", "INR", 1, Decimal(50))]


def test_a_quote_whose_price_follows_is_no_sum(week: Period) -> None:
    lead(1, asked=week.begins).submissions.update(quote_total=None)
    assert figures.quoted(alice(), week) == []


def test_waits_are_whole_minutes_by_week(week: Period) -> None:
    moment = week.begins
    for number, seconds in enumerate((59, 60, 119), start=1):
        lead(number, asked=moment, first_response_at=moment + timedelta(seconds=seconds))
    lead(4, asked=moment)
    assert sorted(figures.waited(alice(), week)) == [Waited(0, 0, 1), Waited(0, 1, 2)]


def test_a_day_of_25_hours_is_one_column(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    period = Period(3, date(2026, 10, 26))
    midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)
    for number, hours in enumerate((0.5, 24.5, 25.5), start=1):
        lead(number, asked=midnight + timedelta(hours=hours))
    assert sorted((row.column, row.leads) for row in figures.asked(alice(), period)) == [(1, 2), (2, 1)]


@pytest.mark.parametrize("figure", [figures.asked, figures.quoted, figures.waited])
def test_each_is_one_statement(
    figure: Callable[..., Any], week: Period, django_assert_num_queries: Counted
) -> None:
    colleague = alice()
    for number in range(3):
        lead(number, asked=week.begins)
    with django_assert_num_queries(1):
        figure(colleague, week)


@pytest.fixture
def neha(settings: Any, week: Period) -> User:
    """She sees her own and nobody's; Rajesh has another."""
    settings.SALES_SEE = "own"
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    answered = week.begins + timedelta(minutes=3)
    lead(1, asked=week.begins, owner=neha, first_response_at=answered)
    lead(2, asked=week.begins)
    lead(3, asked=week.begins, owner=rajesh, first_response_at=answered)
    return neha


def test_who_sees_their_own_counts_their_own_and_nobodys(neha: User, week: Period) -> None:
    assert [row.leads for row in figures.asked(neha, week)] == [2]
    assert [row.quotes for row in figures.quoted(neha, week)] == [2]
    assert [row.leads for row in figures.waited(neha, week)] == [1]


def test_a_manager_counts_everything(neha: User, week: Period) -> None:
    manager = in_role("Manager", "meera", "Meera Iyer")
    assert [row.leads for row in figures.asked(manager, week)] == [3]


def test_today_is_the_last_column(now: datetime, week: Period) -> None:
    lead(1, asked=begin_of(day_of(now)))
    assert [row.column for row in figures.asked(alice(), week)] == [6]
