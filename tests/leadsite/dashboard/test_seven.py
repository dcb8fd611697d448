"""The seven figures, by the database's function and by what a colleague sees."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from activity.models import Activity
from assignments.models import Assignment
from leads.models import Lead
from leadsite.accounts.models import User
from leadsite.dashboard.seven import Seven, of_everything, of_what_they_see, percent, seven
from tests.leads.facts import lead
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def given(row: Lead, owner: User, now: datetime, *, answered: timedelta | None = None) -> None:
    """Late already, or answered after so long."""
    asked = now - timedelta(days=1)
    facts = {"assigned_at": asked, "sla_deadline": asked + timedelta(hours=1)}
    if answered:
        facts |= {"status": "completed", "completed_at": asked + answered}
    Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, **facts)


def open_rows(row: Lead, now: datetime) -> None:
    for hours in (-1, 3):
        when = (now + timedelta(hours=hours)).isoformat()
        Activity.objects.create(
            lead=row, type="follow_up", status="pending", message="Call",
            metadata={"action": "call", "scheduled_for": when},
        )  # fmt: skip
    Activity.objects.create(lead=row, type="approval", status="pending", message="5 % off")


@pytest.fixture
def shop(now: datetime, settings: Any) -> tuple[User, User]:
    """Neha and Rajesh have a late lead and an answered one each; one is nobody's, one came by a bot."""
    settings.SALES_SEE = "own"
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    for number, owner in ((1, neha), (2, rajesh)):
        late = lead(number, asked=now)
        given(late, owner, now)
        open_rows(late, now)
        won = lead(number + 10, asked=now - timedelta(days=2), status="converted")
        given(won, owner, now, answered=timedelta(minutes=10 * number))
    lead(5, asked=now - timedelta(days=40))
    bot = lead(6, asked=now, suspect="honeypot", status="converted")
    given(bot, neha, now)
    open_rows(bot, now)
    return neha, rajesh


def test_both_ways_agree_where_everything_is_visible(shop: Any, now: datetime, settings: Any) -> None:
    settings.SALES_SEE = "all"
    neha, _ = shop
    everything = Seven(5, 2, 2, 2, 2, 15, 50.0)
    assert of_everything() == everything
    assert of_what_they_see(neha, now) == everything


def test_who_sees_their_own_counts_their_own_and_nobodys(shop: Any, now: datetime) -> None:
    neha, rajesh = shop
    assert seven(neha, now) == Seven(3, 1, 1, 1, 1, 10, 50.0)
    assert seven(rajesh, now).avg_response_time_minutes == 20


def test_who_sees_every_lead_gets_the_databases_figures(shop: Any, now: datetime) -> None:
    assert seven(in_role("Manager", "meera", "Meera Iyer"), now).total_leads == 5


def test_an_empty_shop_has_no_rates(now: datetime) -> None:
    nothing = Seven(0, 0, 0, 0, 0, None, None)
    assert of_everything() == nothing
    assert of_what_they_see(alice(), now) == nothing


@pytest.mark.parametrize("sees", ["all", "own"])
def test_it_is_one_statement(
    sees: str, shop: Any, now: datetime, settings: Any, django_assert_num_queries: Counted
) -> None:
    neha, _ = shop
    settings.SALES_SEE = sees
    neha.has_perm("leads.see_every_lead")  # asked and remembered
    with django_assert_num_queries(1):
        seven(neha, now)


@pytest.mark.parametrize(("part", "whole", "rate"), [(1, 3, 33.33), (2, 3, 66.67), (1, 800, 0.13), (0, 9, 0)])
def test_rates_are_rounded_as_the_database_rounds(part: int, whole: int, rate: float) -> None:
    assert percent(part, whole) == rate
