"""Teams and absences in the back office."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.models import Absence, LeadClock, Team, TeamMember
from leadsite.accounts.models import User
from tests.activity.bookings.visits import HOUR, TEN, proposed
from tests.assignments.routing.teams import meera, neha, rajesh, team, waiting
from tests.leads.facts import lead
from tests.leads.steps import logged_in, said
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
TEAMS, ABSENCES = "/admin/assignments/team/", "/admin/assignments/absence/"
NOTHING_INLINE = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}


def errors(response: object) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


def form_of(row: Team, **changed: object) -> dict[str, object]:
    facts = {
        "name": row.name, "calendar": row.calendar_id, "spread": row.spread, "manager": row.manager_id or "",
        "is_default": "on" if row.is_default else "", "is_active": "on" if row.is_active else "",
    }  # fmt: skip
    return {key: value for key, value in {**facts, **NOTHING_INLINE, **changed}.items() if value != ""}


@pytest.fixture
def sales() -> Team:
    return team()


@pytest.fixture
def manager() -> Client:
    return logged_in(meera())


def test_a_manager_takes_a_colleague_into_a_team(manager: Client, sales: Team) -> None:
    colleague = neha()
    inline = {
        "members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "members-0-user": colleague.identifier,
        "members-0-capacity": "30", "members-0-takes_leads": "on",
    }  # fmt: skip
    assert manager.post(f"{TEAMS}{sales.pk}/change/", form_of(sales, **inline)).status_code == 302
    row = TeamMember.objects.get(team=sales)
    assert (row.user, row.capacity, row.takes_leads) == (colleague, 30, True)


def test_a_capacity_of_none_at_all_is_refused_beside_its_field(manager: Client, sales: Team) -> None:
    inline = {
        "members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "members-0-user": neha().identifier,
        "members-0-capacity": "0",
    }  # fmt: skip
    response = manager.post(f"{TEAMS}{sales.pk}/change/", form_of(sales, **inline))
    assert "At least one; to give them none" in response.content.decode()
    assert not TeamMember.objects.exists()


def test_leads_that_wait_are_looked_at_again_when_a_team_changes(manager: Client, sales: Team) -> None:
    lead = waiting()
    later = timezone.now() + timedelta(hours=5)
    LeadClock.objects.update(route_at=later, route_hindrance="nobody")
    manager.post(f"{TEAMS}{sales.pk}/change/", form_of(sales))
    assert LeadClock.objects.get(lead=lead).route_at <= timezone.now()


def test_marking_another_team_takes_the_mark_from_the_first(manager: Client, sales: Team) -> None:
    west = team(name="West")
    manager.post(f"{TEAMS}{west.pk}/change/", form_of(west, is_default="on"))
    assert list(Team.objects.filter(is_default=True)) == [west]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("is_default", "Mark another team instead: some team takes what no rule gives away."),
        ("is_active", "This team takes what no rule gives away: it has to be in use."),
    ],
)
def test_the_default_team_is_always_there(manager: Client, sales: Team, field: str, sentence: str) -> None:
    response = manager.post(f"{TEAMS}{sales.pk}/change/", form_of(sales, **{field: ""}))
    assert errors(response) == {field: [sentence]}
    assert manager.post(f"{TEAMS}{sales.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Team.objects.filter(pk=sales.pk, is_default=True, is_active=True).exists()


def test_sales_sees_teams_and_changes_none(sales: Team) -> None:
    client = logged_in(neha())
    assert client.get(TEAMS).status_code == client.get(f"{TEAMS}{sales.pk}/change/").status_code == 200
    assert client.post(f"{TEAMS}{sales.pk}/change/", form_of(sales, name="Mine")).status_code == 403
    assert client.get(f"{TEAMS}add/").status_code == 403


def absence(**changed: object) -> dict[str, object]:
    return {"begins_at": "2099-12-01T09:00", "ends_at": "2099-12-08T09:00", "reason": "Holiday", **changed}


def test_a_colleague_sets_their_own_absence_with_a_cover() -> None:
    colleague, other = neha(), rajesh()
    response = logged_in(colleague).post(
        f"{ABSENCES}add/", absence(cover=other.identifier, user=other.identifier)
    )
    assert response.status_code == 302
    row = Absence.objects.get()
    assert (row.user, row.cover, row.reason) == (colleague, other, "Holiday")


def test_a_manager_sets_anybodys(manager: Client) -> None:
    colleague = neha()
    assert manager.post(f"{ABSENCES}add/", absence(user=colleague.identifier)).status_code == 302
    assert Absence.objects.get().user == colleague


def test_nobody_but_a_manager_changes_or_removes_that_of_another() -> None:
    row = Absence.objects.create(
        user=rajesh(), begins_at=timezone.now(), ends_at=timezone.now() + timedelta(1)
    )
    client = logged_in(neha())
    assert client.get(f"{ABSENCES}{row.pk}/change/").status_code == 200
    assert client.post(f"{ABSENCES}{row.pk}/change/", absence()).status_code == 403
    assert client.post(f"{ABSENCES}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.reason == ""


def test_who_comes_back_earlier_changes_their_own() -> None:
    colleague = neha()
    row = Absence.objects.create(
        user=colleague, begins_at=timezone.now(), ends_at=timezone.now() + timedelta(9)
    )
    assert logged_in(colleague).post(f"{ABSENCES}{row.pk}/change/", absence()).status_code == 302
    assert logged_in(colleague).post(f"{ABSENCES}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"ends_at": "2099-12-01T09:00"}, {"ends_at": ["This is not after the beginning."]}),
        ({"begins_at": "soon"}, {"begins_at": ["Enter a date and a time, such as 2026-12-01 10:00."]}),
        ({"ends_at": ""}, {"ends_at": ["This field is required."]}),
        ({"cover": "self"}, {"cover": ["Choose somebody else: nobody covers for themselves."]}),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_the_typing_stays(
    changed: dict[str, str], expected: dict[str, list[str]]
) -> None:
    colleague = neha()
    sent = absence(
        **{name: colleague.identifier if text == "self" else text for name, text in changed.items()}
    )
    response = logged_in(colleague).post(f"{ABSENCES}add/", sent)
    assert errors(response) == expected
    assert "Holiday" in response.content.decode()
    assert not Absence.objects.exists()


@pytest.mark.parametrize("address", [TEAMS, ABSENCES, "/admin/assignments/routingrule/"])
def test_the_lists_ask_for_permission(address: str) -> None:
    assert Client().get(address).status_code == 302
    assert logged_in(bob()).get(address).status_code == 403


@pytest.mark.parametrize("address", [TEAMS, ABSENCES])
def test_a_list_of_many_asks_as_often_as_one_of_one(address: str, sales: Team) -> None:
    client, counts = logged_in(alice()), []
    now = timezone.now()
    for many in (1, 30):
        for number in range(Absence.objects.count(), many):
            user = User.objects.create(username=f"u{number}", name=f"U {number}", is_staff=True)
            other = team(name=f"T{number}", manager=user)
            TeamMember.objects.create(team=other, user=user)
            Absence.objects.create(
                user=user, cover=client and meera_of(), begins_at=now, ends_at=now + timedelta(1)
            )
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def meera_of() -> User:
    return User.objects.filter(username="meera").first() or meera()


def test_who_is_given_the_role_joins_the_default_team_and_the_page_says_so(sales: Team) -> None:
    from django.contrib.auth.models import Group

    new = bob()
    client = logged_in(alice())
    neha()  # makes the groups
    form = {
        "username": "bob", "name": "Bob Rao", "email": "b@example.com", "is_active": "on", "is_staff": "on",
        "phone": "", "language": "", "time_zone": "", "groups": [Group.objects.get(name="Sales").pk],
    }  # fmt: skip
    response = client.post(f"/admin/accounts/user/{new.pk}/change/", form)
    assert "Bob Rao is in the team Sales now and is given new leads." in said(response)
    assert list(new.memberships.values_list("team__name", flat=True)) == ["Sales"]
    new.memberships.all().delete()
    client.post(f"/admin/accounts/user/{new.pk}/change/", {**form, "name": "Bob R"})
    assert not new.memberships.exists()


@pytest.mark.parametrize(
    ("visits", "told"),
    [
        (0, []),
        (1, ["1 customer expects Neha Patel in this time: move the visit or call it off."]),
        (2, ["2 customers expect Neha Patel in this time: move the visits or call them off."]),
    ],
)
def test_who_is_expected_by_customers_while_away_is_told(visits: int, told: list[str]) -> None:
    colleague = neha()
    for hour in range(visits):
        proposed(lead(hour + 1), colleague, TEN + hour * HOUR)
    proposed(lead(9), colleague, TEN + timedelta(days=9))
    proposed(lead(10), rajesh())
    sent = absence(begins_at="2098-12-02T00:00", ends_at="2098-12-03T00:00")
    response = logged_in(colleague).post(f"{ABSENCES}add/", sent)
    assert (response.status_code, [one for one in said(response) if "expect" in one]) == (302, told)
