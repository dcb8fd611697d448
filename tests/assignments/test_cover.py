"""A colleague is away: the cover sees their open leads, may be given them, and gives them back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.kinds import SYSTEM, Actor
from activity.models import Activity
from assignments import cover, workflow
from assignments.models import Absence
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.accounts.models import User
from tests.assignments.routing.teams import neha, owner, rajesh
from tests.leads.facts import lead
from tests.leads.steps import logged_in, said, state
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def page(absence: Absence) -> str:
    return f"/admin/assignments/absence/{absence.pk}/hand-over/"


@pytest.fixture
def now() -> object:
    return timezone.now()


@pytest.fixture
def absence(now: object) -> Absence:
    """Neha is away and Rajesh covers; she has two open leads and a lost one."""
    away = Absence.objects.create(user=neha(), cover=rajesh(), begins_at=now - HOUR, ends_at=now + 24 * HOUR)
    for number, status in ((1, "new"), (2, "contacted"), (3, "lost")):
        row = lead(number, status=status)
        workflow.take(lead_id=row.pk, owner=away.user, actor=SYSTEM, now=now - HOUR)
    return away


def by_owner(user: User) -> list[str]:
    return sorted(Lead.objects.filter(owner=user).values_list("name", flat=True))


def rows(client: Client, view: str = "covering") -> list[str]:
    return sorted(row.lead.name for row in client.get(f"/admin/leads/lead/?view={view}").context["rows"])


def labels(client: Client) -> list[str]:
    return [str(tab["label"]) for tab in client.get("/admin/leads/lead/").context["tabs"]]


def test_the_cover_sees_the_open_leads_in_a_view_of_the_list(absence: Absence) -> None:
    client = logged_in(absence.cover)
    assert "Covering for Neha Patel" in labels(client)
    assert rows(client) == ["Priya Sharma 1", "Priya Sharma 2"]


@pytest.mark.parametrize("begin", [-3, 1])
def test_before_and_after_the_absence_there_is_no_such_view(
    absence: Absence, begin: int, now: object
) -> None:
    Absence.objects.update(begins_at=now + begin * HOUR, ends_at=now + (begin + 1) * HOUR)
    client = logged_in(absence.cover)
    assert not [label for label in labels(client) if label.startswith("Covering")]
    assert rows(client) == []


def test_who_sees_only_their_own_leads_sees_those_they_cover_and_works_them(
    absence: Absence, settings: Settings
) -> None:
    settings.SALES_SEE = "own"
    client, other = logged_in(absence.cover), logged_in(in_role("Sales", "asha", "Asha Rao"))
    first = Lead.objects.get(name="Priya Sharma 1")
    address = f"/admin/leads/lead/{first.pk}/change/"
    assert rows(client) == ["Priya Sharma 1", "Priya Sharma 2"]
    assert (client.get(address).status_code, other.get(address).status_code) == (200, 404)
    Absence.objects.update(ends_at=timezone.now())
    assert client.get(address).status_code == 404


def test_handed_over_they_are_the_covers_and_the_log_says_why(absence: Absence, now: object) -> None:
    actor = Actor("user", absence.user_id)
    assert cover.give_to_cover(absence_id=absence.pk, actor=actor, now=now) == 2
    assert by_owner(absence.cover) == ["Priya Sharma 1", "Priya Sharma 2"]
    assert by_owner(absence.user) == ["Priya Sharma 3"]
    logged = Activity.objects.filter(type="assignment", lead__name="Priya Sharma 1").latest("created_at")
    assert logged.metadata["reason"].startswith("Cover for Neha Patel, away until ")
    assert logged.metadata["assigned_by"] == absence.user_id


def test_back_again_come_those_that_the_cover_still_has_open(absence: Absence, now: object) -> None:
    own = lead(4)
    workflow.take(lead_id=own.pk, owner=absence.cover, actor=SYSTEM, now=now - HOUR)
    cover.give_to_cover(absence_id=absence.pk, actor=SYSTEM, now=now)
    asha = in_role("Sales", "asha", "Asha Rao")
    second = Lead.objects.get(name="Priya Sharma 2")
    workflow.assign(lead_id=second.pk, owner=asha, actor=SYSTEM, reason="x", now=now + HOUR)
    assert cover.take_back(absence_id=absence.pk, actor=SYSTEM, now=now + 2 * HOUR) == 1
    assert by_owner(absence.user) == ["Priya Sharma 1", "Priya Sharma 3"]
    assert (owner(second), owner(own)) == ("asha", "rajesh")


def test_a_lead_that_was_answered_meanwhile_goes_back_too(absence: Absence, now: object) -> None:
    cover.give_to_cover(absence_id=absence.pk, actor=SYSTEM, now=now)
    first = Lead.objects.get(name="Priya Sharma 1")
    workflow.record_contact(
        lead_id=first.pk, kind="call", message="Called", facts={"direction": "out", "outcome": "reached"},
        actor=Actor("user", absence.cover_id), now=now + HOUR,
    )  # fmt: skip
    assert cover.take_back(absence_id=absence.pk, actor=SYSTEM, now=now + 2 * HOUR) == 2
    assert owner(first) == "neha"


@pytest.mark.parametrize("deed", ["over", "back"])
def test_twice_is_refused_and_said(absence: Absence, deed: str) -> None:
    client = logged_in(absence.user)
    client.post(page(absence), {"do": "over"})
    if deed == "back":
        client.post(page(absence), {"do": "back"})
    before = state()
    response = client.post(page(absence), {"do": deed})
    expected = {
        "over": "Rajesh Kumar has these leads already.",
        "back": "These leads were not handed over, or are back already.",
    }
    assert said(response)[-1] == expected[deed]
    assert state() == before


def test_without_a_cover_nothing_is_handed_over(absence: Absence, now: object) -> None:
    Absence.objects.update(cover=None)
    with pytest.raises(Refused, match="no_cover"):
        cover.give_to_cover(absence_id=absence.pk, actor=SYSTEM, now=now)


def test_the_page_asks_first_and_then_does_it(absence: Absence) -> None:
    client, before = logged_in(absence.user), state()
    asked = client.get(page(absence)).content.decode()
    assert "Neha Patel has 2 open leads." in asked
    assert "Hand them over to Rajesh Kumar" in asked
    assert state() == before
    response = client.post(page(absence), {"do": "over"})
    assert (response.status_code, said(response)[-1]) == (302, "2 leads are Rajesh Kumar’s now.")
    assert "Give them back to Neha Patel" in client.get(page(absence)).content.decode()
    assert said(client.post(page(absence), {"do": "back"}))[-1] == "2 leads are Neha Patel’s now."


def test_only_the_colleague_and_who_may_give_leads_away_get_in(absence: Absence) -> None:
    assert Client().post(page(absence), {"do": "over"}).status_code == 302
    assert logged_in(bob()).post(page(absence), {"do": "over"}).status_code == 403
    assert logged_in(absence.cover).post(page(absence), {"do": "over"}).status_code == 403
    assert by_owner(absence.cover) == []
    assert (
        logged_in(in_role("Manager", "meera", "Meera Iyer")).post(page(absence), {"do": "over"}).status_code
        == 302
    )
    assert len(by_owner(absence.cover)) == 2


def test_an_absence_that_is_not_there_is_not_there(absence: Absence) -> None:
    address = page(absence)
    absence.delete()
    assert logged_in(in_role("Manager", "meera", "Meera Iyer")).get(address).status_code == 404
