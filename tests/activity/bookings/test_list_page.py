"""Visits to come, where colleagues look for them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.bookings import workflow
from activity.kinds import SYSTEM
from assignments.models import Assignment
from tests.activity.bookings.visits import NEHA, proposed
from tests.leads.facts import lead
from tests.leads.steps import logged_in
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
LIST = "/admin/activity/activity/visits/"
DAY = timedelta(days=1)
Counted = Callable[[int], object]


def shown(client: Client, query: str = "") -> list[tuple[str, str]]:
    days = client.get(LIST + query).context["days"]
    return [(day.title, row.activity.lead.name) for day in days for row in day.rows]


def test_ones_own_visits_are_shown_by_day_the_next_first() -> None:
    person, now = alice(), timezone.now()
    noon = timezone.localtime(now).replace(hour=12, minute=0, second=0, microsecond=0)
    proposed(lead(1), person, noon + DAY, now=now)
    proposed(lead(2), person, noon + DAY - timedelta(hours=2), now=now)
    proposed(lead(3), bob(), noon + DAY, now=now)
    assert shown(logged_in(person)) == [("Tomorrow", "Priya Sharma 2"), ("Tomorrow", "Priya Sharma 1")]
    assert len(shown(logged_in(person), "?whose=all")) == 3


def test_what_is_off_is_not_shown_and_what_began_today_still_is() -> None:
    person, now = alice(), timezone.now()
    off = proposed(lead(1), person, now + DAY, now=now)
    workflow.call_off(activity_id=off.pk, reason="Van broke down", actor=NEHA)
    proposed(lead(2), person, now - timedelta(hours=3), now=now - DAY)
    proposed(lead(3), person, now - 2 * DAY, now=now - 3 * DAY)
    assert [name for _day, name in shown(logged_in(person))] == ["Priya Sharma 2"]


def test_one_press_confirms_and_leads_back_to_the_list() -> None:
    person, now = alice(), timezone.now()
    visit = proposed(lead(), person, now + DAY, now=now)
    response = logged_in(person).post(
        f"/admin/activity/activity/{visit.pk}/confirm-visit/",
        {"next": LIST, "was_state": "pending"},
        follow=True,
    )
    assert (response.redirect_chain, "not answered yet" in response.content.decode()) == (
        [(LIST, 302)],
        False,
    )


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_takes_the_same_queries_for_few_and_many(
    many: int, django_assert_num_queries: Counted
) -> None:
    person, now = alice(), timezone.now()
    for number in range(many):
        visit = proposed(lead(number + 1), person, now + (number + 1) * DAY, now=now)
        workflow.confirm(activity_id=visit.pk, actor=SYSTEM, now=now)
    client = logged_in(person)
    with django_assert_num_queries(3):
        assert len(shown(client)) == many


def test_nothing_planned_says_so() -> None:
    assert "No customer expects you." in logged_in(alice()).get(LIST).content.decode()


def test_visits_of_a_colleagues_lead_are_not_shown_where_sales_see_their_own(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row, owner, now = lead(), in_role("Sales"), timezone.now()
    Assignment.objects.create(lead=row, owner=owner, owner_name=owner.name, sla_deadline=now)
    person = bob("activity.view_activity")
    proposed(row, owner, now + DAY, now=now)
    assert shown(logged_in(person), "?whose=all") == []


def test_who_has_no_business_here_is_sent_to_the_login() -> None:
    for client in (Client(), logged_in(charlie())):
        response = client.get(LIST)
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={LIST}")
