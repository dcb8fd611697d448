"""Respond next: who waits, the most urgent first."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.clocks.models import LeadClock
from leads.models import Lead
from leadsite.accounts.models import User
from tests import people
from tests.leads import facts

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:respond_next")
NOW = timezone.now()


@pytest.fixture
def neha(client: Client) -> User:
    user = people.in_role("Sales")
    client.force_login(user)
    return user


def waits(lead: Lead, due: datetime | None, **changed: object) -> Lead:
    LeadClock.objects.filter(lead=lead).update(deadline=due, route_at=None, **changed)
    return lead


def names(client: Client, **query: str) -> list[str]:
    return [row.clock.lead.name for row in client.get(PAGE, query).context["rows"]]


def in_minutes(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_the_most_urgent_comes_first(client: Client, neha: User) -> None:
    for number, minutes in ((1, 50), (2, -10), (3, 5)):
        waits(facts.worked(facts.lead(number), neha), in_minutes(minutes))
    assert names(client) == ["Priya Sharma 2", "Priya Sharma 3", "Priya Sharma 1"]


def test_ones_own_come_first_and_nobodys_are_a_tab(client: Client, neha: User) -> None:
    waits(facts.worked(facts.lead(1), neha), in_minutes(5))
    waits(facts.lead(2), in_minutes(1))
    assert names(client) == ["Priya Sharma 1"]
    assert names(client, whose="nobodys") == ["Priya Sharma 2"]


def test_everybodys_is_for_those_who_see_every_lead(client: Client, neha: User) -> None:
    waits(facts.worked(facts.lead(1), neha), in_minutes(5))
    assert "everybodys" not in client.get(PAGE).context["scopes"]
    client.force_login(people.in_role("Manager", "meera", "Meera Iyer"))
    assert names(client, whose="everybodys") == ["Priya Sharma 1"]


@pytest.mark.parametrize("changed", [{"answered_at": NOW}, {"stopped_at": NOW}])
def test_who_was_answered_or_whose_lead_is_closed_waits_no_more(
    client: Client, neha: User, changed: dict[str, datetime]
) -> None:
    waits(facts.worked(facts.lead(1), neha), in_minutes(5), **changed)
    assert names(client) == []


def test_whom_we_wait_for_is_not_in_the_queue(client: Client, neha: User) -> None:
    waits(facts.worked(facts.lead(1), neha), None, paused=True)
    assert names(client) == []


def test_an_unowned_lead_can_be_taken_where_one_may_work(client: Client, neha: User) -> None:
    lead = waits(facts.lead(1), in_minutes(5))
    take = f'action="{reverse("admin:leads_lead_take", args=[lead.pk])}"'
    assert take in client.get(PAGE, {"whose": "nobodys"}).content.decode()
    client.force_login(people.bob("leads.view_lead"))
    assert take not in client.get(PAGE, {"whose": "nobodys"}).content.decode()


def test_it_says_so_when_nobody_waits(client: Client, neha: User) -> None:
    assert "None of your customers waits for an answer." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_few_questions_for_few_and_many(
    client: Client, neha: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        waits(facts.worked(facts.lead(number + 1), neha), in_minutes(number))
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_a_long_queue_goes_on_on_the_next_page(client: Client, neha: User) -> None:
    for number in range(53):
        waits(facts.worked(facts.lead(number + 1), neha), in_minutes(number // 3))
    first = client.get(PAGE).context
    second = client.get(PAGE, {"after": first["following"]}).context
    shown = [row.clock.pk for row in (*first["rows"], *second["rows"])]
    assert (len(first["rows"]), len(set(shown)), second["following"]) == (50, 53, "")


@pytest.mark.parametrize("after", ["never_0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071", "rubbish"])
def test_a_page_that_nobody_linked_to_is_no_error(client: Client, neha: User, after: str) -> None:
    assert client.get(PAGE, {"after": after, "whose": "x\x00"}).status_code == 200


def test_a_colleagues_leads_are_not_shown_where_each_sees_their_own(
    client: Client, neha: User, settings: object
) -> None:
    settings.SALES_SEE = "own"  # type: ignore[attr-defined]  # pytest-django's wrapper
    rajesh = people.in_role("Sales", "rajesh", "Rajesh Kumar")
    waits(facts.worked(facts.lead(1), rajesh), in_minutes(5))
    assert [names(client, whose=whose) for whose in ("mine", "nobodys", "everybodys")] == [[], [], []]


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"{reverse('admin:login')}?next={PAGE}"


def test_who_may_see_no_leads_may_not_see_the_queue(client: Client) -> None:
    client.force_login(people.bob())
    assert client.get(PAGE).status_code == 403
