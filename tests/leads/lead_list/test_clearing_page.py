"""The buttons beside suspects: the seven cases of each step."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django.fixtures import Settings

from leads.models import Lead
from tests.leads.facts import lead, worked
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
CLEAR, DISCARD = "/admin/leads/lead/suspects/clear/", "/admin/leads/lead/suspects/discard/"
BACK = "/admin/leads/lead/?view=suspects"
STEPS = pytest.mark.parametrize("url", [CLEAR, DISCARD])


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client() -> Client:
    return logged_in(in_role("Sales"))


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def facts() -> list[tuple[str, str, bool]]:
    genuine = set(Lead.objects.genuine().values_list("pk", flat=True))
    return [(row.name, row.status, row.pk in genuine) for row in Lead.objects.order_by("name")]


@STEPS
def test_get_goes_back_to_the_list_and_changes_nothing(url: str, client: Client) -> None:
    lead(suspect="honeypot")
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, BACK)
    assert facts() == [("Priya Sharma 1", "new", False)]


@pytest.mark.parametrize(
    ("url", "after", "sentence"),
    [
        (CLEAR, ("new", True), "1 enquiry is taken for genuine and waits in the list."),
        (DISCARD, ("lost", False), "1 suspect is put aside."),
    ],
)
def test_post_decides_about_the_one_whose_button_was_pressed(
    url: str, after: tuple[str, bool], sentence: str, client: Client
) -> None:
    row, other = lead(1, suspect="honeypot"), lead(2, suspect="flood")
    response = client.post(url, {"one": str(row.pk), "chosen": str(other.pk)})
    assert (response.status_code, response["Location"], said(response)) == (302, BACK, [sentence])
    assert facts() == [("Priya Sharma 1", *after), ("Priya Sharma 2", "new", False)]


def test_several_are_decided_about_at_once(client: Client) -> None:
    rows = [lead(number, suspect="flood") for number in (1, 2)]
    response = client.post(DISCARD, {"chosen": [str(row.pk) for row in rows]})
    assert said(response) == ["2 suspects are put aside."]


@STEPS
@pytest.mark.parametrize("posted", [{}, {"chosen": "nonsense"}, {"one": str(uuid4())}])
def test_a_post_that_names_no_suspect_changes_nothing_and_says_so(
    url: str, posted: dict[str, str], client: Client
) -> None:
    lead(suspect="honeypot")
    response = client.post(url, posted)
    assert said(response) == ["Nothing was changed: choose suspects that are still open."]
    assert facts() == [("Priya Sharma 1", "new", False)]


@STEPS
def test_a_genuine_lead_stays_as_it_is(url: str, client: Client) -> None:
    row = lead()
    response = client.post(url, {"one": str(row.pk)})
    assert said(response) == ["Nothing was changed: choose suspects that are still open."]
    assert facts() == [("Priya Sharma 1", "new", True)]


@STEPS
def test_what_a_colleague_may_not_see_they_do_not_decide_about(
    url: str, client: Client, settings: Settings
) -> None:
    settings.SALES_SEE = "own"
    row = worked(lead(suspect="honeypot"), bob())
    client.post(url, {"one": str(row.pk)})
    assert facts() == [("Priya Sharma 1", "new", False)]


@STEPS
@pytest.mark.parametrize("person", [None, charlie])
def test_strangers_are_sent_to_the_login(url: str, person: object) -> None:
    row = lead(suspect="honeypot")
    client = logged_in(person()) if person else Client()
    response = client.post(url, {"one": str(row.pk)})
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={url}")
    assert facts() == [("Priya Sharma 1", "new", False)]


@STEPS
def test_a_colleague_who_may_only_look_is_refused(url: str) -> None:
    row = lead(suspect="honeypot")
    response = logged_in(bob("leads.view_lead")).post(url, {"one": str(row.pk)})
    assert response.status_code == 403
    assert facts() == [("Priya Sharma 1", "new", False)]


def test_the_list_shows_why_each_is_suspect() -> None:
    lead(suspect="honeypot")
    page = logged_in(alice()).get(BACK)
    (row,) = page.context["rows"]
    assert row.suspicion == "Filled a field that no person sees"
    assert CLEAR in page.content.decode()
