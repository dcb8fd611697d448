"""SALES_SEE: one condition on leads and on everything that hangs on them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.models import Activity
from assignments.models import Assignment
from assignments.teams.models import Absence
from leads.models import Lead, Submission
from leads.visibility import owners_seen, sees_every_lead
from leadsite.accounts.models import User
from tests.leads.facts import lead, worked
from tests.people import alice, bob, in_role

pytestmark = pytest.mark.django_db
MODELS = (Lead, Submission, Activity, Assignment)


@pytest.fixture
def rajesh() -> User:
    """One lead is Neha's, one is Rajesh's, one nobody's."""
    rajesh = in_role("Sales", "rajesh", "Rajesh Kumar")
    worked(lead(1), in_role("Sales"))
    worked(lead(2), rajesh)
    Activity.objects.create(lead=lead(3), type="note", message="Nobody's")
    return rajesh


def seen(model: type, user: object) -> set[str]:
    name = "name" if model is Lead else "lead__name"
    rows = model.objects.visible_to(user)  # type: ignore[attr-defined]
    return {text.removeprefix("Priya Sharma ") for text in rows.values_list(name, flat=True)}


@pytest.mark.parametrize("model", MODELS)
def test_everyone_sees_every_lead_unless_the_shop_says_otherwise(model: type, rajesh: User) -> None:
    assert seen(model, rajesh) == ({"1", "2"} if model is Assignment else {"1", "2", "3"})


@pytest.mark.parametrize("model", MODELS)
def test_sales_see_their_own_and_nobodys_where_the_shop_says_so(
    model: type, rajesh: User, settings: Settings
) -> None:
    settings.SALES_SEE = "own"
    assert seen(model, rajesh) == ({"2"} if model is Assignment else {"2", "3"})


@pytest.mark.parametrize("role", ["Manager", "Admin"])
@pytest.mark.parametrize("model", MODELS)
def test_managers_see_every_lead(role: str, model: type, rajesh: User, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    manager = in_role(role, "meera", "Meera Iyer")
    assert seen(model, manager) == ({"1", "2"} if model is Assignment else {"1", "2", "3"})


def test_a_lead_that_was_handed_on_is_its_new_owners(rajesh: User, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    Assignment.objects.filter(lead__name="Priya Sharma 2").update(status="reassigned")
    worked(Lead.objects.get(name="Priya Sharma 2"), User.objects.get(username="neha"))
    assert seen(Lead, rajesh) == {"3"}


def test_who_is_nobody_owns_nothing(rajesh: User, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    assert seen(Lead, AnonymousUser()) == {"3"}


def test_the_right_to_see_every_lead_may_be_given_to_one(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    assert (sees_every_lead(bob("leads.see_every_lead")), sees_every_lead(alice())) == (True, True)


@pytest.mark.parametrize("see", ["all", "own"])
@pytest.mark.parametrize("role", ["Sales", "Manager"])
def test_asked_for_many_colleagues_at_once_it_says_the_same(
    role: str, see: str, rajesh: User, settings: Settings
) -> None:
    """Rajesh is away, and who is asked for answers his leads meanwhile."""
    settings.SALES_SEE = see
    person, now = in_role(role, "meera", "Meera Iyer"), timezone.now()
    Absence.objects.create(
        user=rajesh, cover=person, begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    worked(lead(4), person)
    owners = owners_seen([person, rajesh], now)[person.identifier]
    told = {row.name for row in Lead.objects.all() if owners is None or row.owner_id in {None, *owners}}
    assert told == set(Lead.objects.visible_to(person).values_list("name", flat=True))
