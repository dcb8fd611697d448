"""Who hears of a deadline, and when."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries

from assignments.calendars.models import Calendar
from assignments.notices import telling
from assignments.notices.models import Notice, NoticeEvent
from assignments.teams.models import Absence, Team, TeamMember
from leads.models import Lead
from leadsite.accounts.models import User
from tests import people
from tests.leads import facts

pytestmark = pytest.mark.django_db
IST = ZoneInfo("Asia/Kolkata")
FRIDAY_NOON = datetime(2026, 11, 27, 12, tzinfo=IST)
SUNDAY_NIGHT = datetime(2026, 11, 29, 22, tzinfo=IST)


@pytest.fixture(autouse=True)
def shop() -> Team:
    """The default team works from Monday to Saturday, 9 to 18."""
    calendar = Calendar.objects.earliest("name")
    return Team.objects.filter(is_default=True).first() or Team.objects.create(
        name="Everybody", calendar=calendar, is_default=True
    )


@pytest.fixture
def neha() -> User:
    return people.in_role("Sales")


@pytest.fixture
def meera() -> User:
    return people.in_role("Manager", "meera", "Meera Iyer")


def message(lead: Lead, event: str = "missed", *, to_managers: bool = False) -> telling.Message:
    about = telling.About(lead, uuid4(), 100, "first_response", FRIDAY_NOON)
    return telling.Message(about, NoticeEvent(event), to_managers=to_managers)


def owned(user: User | None, number: int = 1) -> Lead:
    lead = facts.lead(number)
    if user:
        facts.worked(lead, user)
        lead.refresh_from_db()
    return lead


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("recipient__username", "event"))


def test_the_owner_hears_of_it(neha: User, meera: User) -> None:
    telling.tell([message(owned(neha))], FRIDAY_NOON)
    assert told() == [("neha", "missed")]


def test_managers_hear_of_what_nobody_owns(neha: User, meera: User) -> None:
    telling.tell([message(owned(None))], FRIDAY_NOON)
    assert told() == [("meera", "missed")]


def test_the_manager_of_the_owners_team_hears_and_no_other(neha: User, meera: User) -> None:
    boss = people.in_role("Manager", "boss", "The Boss")
    team = Team.objects.create(name="Walls", calendar=Calendar.objects.earliest("name"), manager=boss)
    TeamMember.objects.filter(user=neha).delete()
    TeamMember.objects.create(team=team, user=neha)
    telling.tell([message(owned(neha), "escalated", to_managers=True)], FRIDAY_NOON)
    assert told() == [("boss", "escalated")]


def test_who_covers_for_an_absent_owner_hears_too(neha: User) -> None:
    rajesh = people.in_role("Sales", "rajesh", "Rajesh Kumar")
    day = timedelta(days=1)
    Absence.objects.create(user=neha, begins_at=FRIDAY_NOON - day, ends_at=FRIDAY_NOON + day, cover=rajesh)
    telling.tell([message(owned(neha))], FRIDAY_NOON)
    assert told() == [("neha", "missed"), ("rajesh", "missed")]


def test_one_event_of_one_lead_is_told_once(neha: User) -> None:
    lead = owned(neha)
    telling.tell([message(lead), message(lead), message(lead, "warned")], FRIDAY_NOON)
    assert told() == [("neha", "missed"), ("neha", "warned")]


def test_a_miss_and_its_escalation_are_one_notice_that_says_both(neha: User) -> None:
    lead = owned(neha)
    telling.tell([message(lead), message(lead, "escalated")], FRIDAY_NOON)
    assert told() == [("neha", "missed")]
    assert Notice.objects.get().facts["both"] is True


@pytest.mark.parametrize("pair", [("missed", "escalated"), ("escalated", "missed")])
def test_so_are_those_that_come_seconds_apart(neha: User, pair: tuple[str, str]) -> None:
    lead = owned(neha)
    for seconds, event in enumerate(pair):
        telling.tell([message(lead, event)], FRIDAY_NOON + timedelta(seconds=seconds))
    assert told() == [("neha", pair[0])]
    assert Notice.objects.get().facts["both"] is True


@pytest.mark.parametrize(("minutes", "seen"), [(6, False), (1, True)])
def test_an_escalation_of_later_or_of_what_was_read_is_a_notice_of_its_own(
    neha: User, minutes: int, *, seen: bool
) -> None:
    lead = owned(neha)
    telling.tell([message(lead)], FRIDAY_NOON)
    if seen:
        Notice.objects.update(seen_at=FRIDAY_NOON)
    telling.tell([message(lead, "escalated")], FRIDAY_NOON + timedelta(minutes=minutes))
    assert told() == [("neha", "escalated"), ("neha", "missed")]


def test_a_miss_of_one_lead_leaves_the_escalation_of_another(neha: User) -> None:
    telling.tell([message(owned(neha)), message(owned(neha, 2), "escalated")], FRIDAY_NOON)
    assert told() == [("neha", "escalated"), ("neha", "missed")]


def test_it_is_told_at_once_in_working_hours(neha: User) -> None:
    telling.tell([message(owned(neha))], FRIDAY_NOON)
    assert Notice.objects.get().deliver_at == FRIDAY_NOON


def test_at_night_it_waits_for_the_morning(neha: User) -> None:
    telling.tell([message(owned(neha))], SUNDAY_NIGHT)
    assert Notice.objects.get().deliver_at == datetime(2026, 11, 30, 9, tzinfo=IST)


def test_many_are_told_by_as_many_queries_as_one(
    neha: User, meera: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leads = [owned(neha, number) for number in range(1, 21)]
    with django_assert_num_queries(7):
        telling.tell([message(lead) for lead in leads], FRIDAY_NOON)


def test_nothing_to_tell_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        telling.tell([], FRIDAY_NOON)


def test_without_anybody_to_tell_nothing_breaks() -> None:
    Group.objects.get_or_create(name="Manager")
    telling.tell([message(owned(None))], FRIDAY_NOON)
    assert told() == []


def test_where_the_team_has_no_manager_everybody_of_the_role_hears(neha: User, meera: User) -> None:
    people.in_role("Manager", "boss", "The Boss")
    telling.tell([message(owned(None))], FRIDAY_NOON)
    assert told() == [("boss", "missed"), ("meera", "missed")]


def test_a_manager_without_an_account_any_more_is_as_none(shop: Team, meera: User) -> None:
    boss = people.in_role("Manager", "boss", "The Boss")
    User.objects.filter(pk=boss.pk).update(is_active=False)
    Team.objects.filter(pk=shop.pk).update(manager=boss)
    telling.tell([message(owned(None))], FRIDAY_NOON)
    assert told() == [("meera", "missed")]
