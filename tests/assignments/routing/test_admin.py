"""Routing rules in the back office, and the page that tries them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from assignments.models import Assignment, RoutingRule, Team
from tests.assignments.routing.teams import meera, neha, rajesh, team, waiting
from tests.leads.facts import worked
from tests.leads.steps import logged_in, state
from tests.people import alice, bob

pytestmark = pytest.mark.django_db
RULES = "/admin/assignments/routingrule/"
DRY_RUN = f"{RULES}dry-run/"


@pytest.fixture
def west() -> Team:
    return team(neha(), name="West")


@pytest.fixture
def manager() -> Client:
    return logged_in(meera())


def rule(west: Team, **changed: object) -> dict[str, object]:
    facts = {
        "name": "Mumbai",
        "team": west.pk,
        "position": "10",
        "is_active": "on",
        "location": "Mumbai, Thane",
    }
    return {**facts, **changed}


def test_a_manager_makes_a_rule(manager: Client, west: Team) -> None:
    assert manager.post(f"{RULES}add/", rule(west, value_from="50000", language="hi")).status_code == 302
    made = RoutingRule.objects.get()
    assert (made.name, made.team, made.location, made.language, made.value_from, made.category) == (
        "Mumbai", west, "Mumbai, Thane", "hi", Decimal(50000), "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"value_from": "5", "value_below": "5"},
            {"value_below": ["This is not above the lower limit: no quote would fit."]},
        ),
        ({"value_from": "much"}, {"value_from": ["Enter a number."]}),
        ({"name": ""}, {"name": ["This field is required."]}),
        (
            {"language": "xx"},
            {"language": ["Select a valid choice. xx is not one of the available choices."]},
        ),
        ({"team": ""}, {"team": ["This field is required."]}),
    ],
)
def test_a_rule_that_makes_no_sense_is_said_beside_its_field_and_the_typing_stays(
    manager: Client, west: Team, changed: dict[str, str], expected: dict[str, list[str]]
) -> None:
    response = manager.post(f"{RULES}add/", rule(west, **changed))
    assert dict(response.context["adminform"].form.errors) == expected
    assert "Mumbai, Thane" in response.content.decode()
    assert not RoutingRule.objects.exists()


def test_rules_are_moved_in_the_list(manager: Client, west: Team) -> None:
    first, second = (
        RoutingRule.objects.create(name=name, team=west, position=at) for name, at in (("a", 1), ("b", 2))
    )
    form = {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-id": first.pk, "form-0-position": "3",
        "form-0-is_active": "on", "form-1-id": second.pk, "form-1-position": "2", "form-1-is_active": "on", "_save": "x",
    }  # fmt: skip
    assert manager.post(RULES, form).status_code == 302
    assert list(RoutingRule.objects.in_order()) == [second, first]


def test_a_new_rule_is_tried_last(manager: Client, west: Team) -> None:
    RoutingRule.objects.create(name="a", team=west, position=30)
    assert 'name="position" value="40"' in manager.get(f"{RULES}add/").content.decode()


def test_sales_sees_rules_and_changes_none(west: Team) -> None:
    row = RoutingRule.objects.create(name="a", team=west)
    client = logged_in(rajesh())
    assert client.get(RULES).status_code == client.get(f"{RULES}{row.pk}/change/").status_code == 200
    assert client.post(f"{RULES}{row.pk}/change/", rule(west)).status_code == 403
    assert client.get(f"{RULES}add/").status_code == 403


def told(client: Client, query: str = "") -> str:
    return client.get(f"{DRY_RUN}{query}").content.decode()


def test_a_dry_run_says_where_a_lead_would_go_and_why(manager: Client, west: Team) -> None:
    RoutingRule.objects.create(name="Villas", team=west, value_from=900000)
    RoutingRule.objects.create(name="Mumbai", team=west, location="Mumbai", position=1)
    response = manager.get(f"{DRY_RUN}?location=Mumbai&value=5000&arrives=2026-11-27T12:00")
    answer = response.context["answer"]
    assert (answer["team"], answer["rule"], answer["why"]) == (
        "West",
        "Mumbai",
        "Neha Patel is the only one available",
    )
    assert answer["tried"] == [("Villas", "value from"), ("Mumbai", "")]


def test_off_hours_it_says_when_somebody_is_there(manager: Client, west: Team) -> None:
    RoutingRule.objects.create(name="All", team=west)
    page = told(manager, "?arrives=2026-11-27T22:00")
    assert "The team does not work at this hour" in page
    assert "Sat 28 Nov 2026, 09:00" in page


def test_where_no_rule_fits_and_no_team_is_the_default_it_says_so(manager: Client) -> None:
    Team.objects.all().update(is_default=False)
    assert "No rule fits, and there is no default team" in told(manager, "?location=x")


def test_what_cannot_be_read_is_said_beside_its_field(manager: Client) -> None:
    response = manager.get(f"{DRY_RUN}?value=much&location=Kept")
    assert response.status_code == 422
    assert dict(response.context["form"].errors) == {"value": ["Enter a number, such as 50000."]}
    assert 'value="Kept"' in response.content.decode()


def test_the_newest_leads_are_shown_with_their_owner_and_who_would_get_them(
    manager: Client, west: Team
) -> None:
    RoutingRule.objects.create(name="All", team=west)
    owner = rajesh()
    worked(waiting(1), owner)
    waiting(2, suspect="flood")
    (row,) = manager.get(DRY_RUN).context["rows"]
    assert (row.owner, row.would_be, row.team, row.rule, row.differs) == (
        "Rajesh Kumar",
        "Neha Patel",
        "West",
        "All",
        True,
    )


def test_a_dry_run_changes_nothing(manager: Client, west: Team) -> None:
    RoutingRule.objects.create(name="All", team=west)
    waiting(1)
    before = state(), list(west.members.values_list("last_given_at"))
    told(manager, "?location=x")
    assert (state(), list(west.members.values_list("last_given_at"))) == before


def test_it_shows_no_lead_that_its_reader_may_not_see(west: Team, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    worked(waiting(1), neha_of(west))
    assert logged_in(rajesh()).get(DRY_RUN).context["rows"] == []


def neha_of(west: Team) -> object:
    return west.members.get().user


def test_it_is_a_look_and_nothing_else(west: Team) -> None:
    assert Client().get(DRY_RUN).status_code == 302
    assert logged_in(bob()).get(DRY_RUN).status_code == 403
    assert logged_in(alice()).post(DRY_RUN).status_code == 405


@pytest.mark.parametrize("address", [RULES, DRY_RUN])
def test_a_page_of_many_asks_as_often_as_one_of_one(west: Team, address: str) -> None:
    client, counts = logged_in(alice()), []
    owner = west.members.get().user
    for many in (1, 30):
        for number in range(Assignment.objects.count() + 1, many + 1):
            RoutingRule.objects.create(name=f"{number}", team=west, position=number)
            worked(waiting(number), owner)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
