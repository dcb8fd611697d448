"""Why a deadline is what it is: as data, in words, as a page and by the command."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from activity.kinds import Actor
from assignments import workflow
from assignments.calendars.models import Calendar
from assignments.clocks import explaining
from assignments.clocks.explained_words import in_words
from assignments.clocks.settling import settle
from assignments.routing.router import ROUTING
from assignments.teams.models import Team
from leads.models import Lead
from leadsite.accounts.models import User
from tests import people
from tests.leads import facts

pytestmark = pytest.mark.django_db
IST = ZoneInfo("Asia/Kolkata")
SATURDAY = datetime(2027, 2, 27, 17, 30, tzinfo=IST)  # an hour of first response: due on Monday at 9:30
MONDAY = datetime(2027, 3, 1, 9, 10, tzinfo=IST)


@pytest.fixture
def neha(client: Client) -> User:
    if not Team.objects.filter(is_default=True).exists():
        Team.objects.create(name="Floors", calendar=Calendar.objects.get(name="Shop hours"), is_default=True)
    user = people.in_role("Sales")
    client.force_login(user)
    return user


@pytest.fixture
def lead(neha: User) -> Lead:
    found = facts.lead(asked=SATURDAY)
    workflow.hand(lead=found, owner=neha, actor=ROUTING, reason="x", now=SATURDAY)
    settle([found.pk], now=SATURDAY)
    return found


def test_a_weekend_is_told_as_one_stretch_that_does_not_count(lead: Lead) -> None:
    first, _ = explaining.told(lead.pk, now=MONDAY)
    words = in_words(first)
    assert (words.title, words.verdict, first.agrees) == ("First response", "running", True)
    assert [(line.what, line.length, line.counted) for line in words.lines] == [
        ("counts", "30 min", True),
        ("outside working hours", "1 d 15 h", False),
        ("counts", "30 min", True),
    ]


def test_promise_hours_and_what_is_left_are_named(lead: Lead) -> None:
    words = in_words(explaining.told(lead.pk, now=MONDAY)[0])
    assert dict(words.facts) == {
        "Since": "Sat 27 Feb 2027, 17:30",
        "Deadline": "Mon 1 Mar 2027, 09:30",
        "Promise": "All leads v1, medium priority: 1 h",
        "Hours": "Shop hours v1",
        "Counted": "40 min",
        "Left": "20 min",
    }


def test_a_late_answer_says_by_how_much(lead: Lead, neha: User) -> None:
    workflow.record_contact(
        lead_id=lead.pk, kind="call", message="Called", facts={"direction": "out", "outcome": "reached"},
        actor=Actor("user", neha.identifier), now=MONDAY + timedelta(hours=1),
    )  # fmt: skip
    words = in_words(explaining.told(lead.pk, now=MONDAY + timedelta(days=1))[0])
    assert words.verdict == "answered late"
    assert dict(words.facts)["Answered"] == "Mon 1 Mar 2027, 10:10"


def test_the_owners_wait_is_told_beside_the_customers(lead: Lead) -> None:
    assert [told.name for told in explaining.told(lead.pk, now=MONDAY)] == [
        "first_response",
        "owner_response",
    ]


def test_of_a_lead_that_nobody_has_the_customers_wait_is_told_alone(neha: User) -> None:
    lead = facts.lead(asked=SATURDAY)
    assert [told.name for told in explaining.told(lead.pk, now=MONDAY)] == ["first_response"]


def test_a_wait_that_was_not_reckoned_yet_says_so(neha: User) -> None:
    (told,) = explaining.told(facts.lead(asked=SATURDAY).pk, now=MONDAY)
    words = in_words(told)
    assert (words.verdict, words.lines, dict(words.facts)["Deadline"]) == ("not reckoned yet", [], "none")


def test_a_lead_that_is_not_there_has_nothing_to_explain(neha: User) -> None:
    assert explaining.told(uuid4(), now=MONDAY) == []


def test_a_wait_of_years_is_cut_short_and_says_so(lead: Lead) -> None:
    words = in_words(explaining.told(lead.pk, now=MONDAY + timedelta(days=900))[0])
    assert len(words.lines) == 60
    assert words.more > 500


def test_the_page_shows_every_stretch(client: Client, lead: Lead) -> None:
    page = client.get(reverse("admin:sla_explain", args=[lead.pk])).content.decode()
    assert "Sat 27 Feb 2027, 17:30 – 18:00" in page
    assert "Shop hours v1" in page


@pytest.mark.parametrize("owners", [1, 5])
def test_the_page_asks_the_same_few_questions_whatever_happened(
    client: Client, lead: Lead, neha: User, owners: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(owners - 1):
        owner = people.in_role("Sales", f"colleague{number}", "A Colleague")
        workflow.hand(lead=lead, owner=owner, actor=ROUTING, reason="x", now=SATURDAY)
    address = reverse("admin:sla_explain", args=[lead.pk])
    client.get(address)  # versions are compiled once a process
    with django_assert_num_queries(10):
        client.get(address)


def test_a_lead_that_nobody_knows_is_not_found(client: Client, neha: User) -> None:
    assert client.get(reverse("admin:sla_explain", args=[uuid4()])).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client.get(reverse("admin:sla_explain", args=[uuid4()]))
    assert answer.headers["Location"].startswith(reverse("admin:login"))


def test_who_may_see_no_leads_may_not_see_why(client: Client) -> None:
    client.force_login(people.bob())
    assert client.get(reverse("admin:sla_explain", args=[uuid4()])).status_code == 403


@pytest.mark.parametrize("by", ["id", "folio"])
def test_the_command_tells_the_same(lead: Lead, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sla_explain", str(lead.pk if by == "id" else lead.folio))
    told = capsys.readouterr().out
    assert told.startswith("First response: ")
    assert "Promise          All leads v1, medium priority: 1 h" in told


@pytest.mark.parametrize("typed", ["rubbish", "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071"])
def test_the_command_knows_no_such_lead(neha: User, typed: str) -> None:
    with pytest.raises(CommandError, match=typed):
        call_command("sla_explain", typed)
