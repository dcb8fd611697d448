from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from activity import approvals
from activity.approval_page import ROWS
from activity.kinds import Actor
from activity.models import Activity
from assignments.models import Assignment
from leads.models import Lead
from leadsite.accounts.models import User
from tests.leads.facts import asked_again, lead, worked
from tests.leads.steps import logged_in, said
from tests.people import bob, charlie, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/activity/activity/approvals/"


@pytest.fixture
def neha() -> User:
    return in_role("Sales")


@pytest.fixture
def meera() -> User:
    return in_role("Manager", "meera", "Meera Iyer")


def asked(by: User, row: Lead | None = None, what: str = "5 % off") -> Activity:
    return approvals.ask(
        lead_id=(row or lead()).pk, what=what, approval_type="discount", actor=Actor("user", by.identifier)
    )


def keys(rows: list[object]) -> list[object]:
    return [row.activity.pk for row in rows]


def test_a_manager_sees_what_is_asked_by_whom_and_for_how_much(neha: User, meera: User) -> None:
    asked(neha)
    page = logged_in(meera).get(URL)
    (row,) = page.context["waiting"]
    assert (row.activity.message, row.actor, row.total, row.own) == (
        "5 % off",
        "Neha Patel",
        "₹2,000.50",
        False,
    )
    assert "Priya Sharma 1" in page.content.decode()


def test_it_says_what_the_newest_quote_of_a_customer_who_asked_again_comes_to(
    neha: User, meera: User
) -> None:
    row = lead()
    asked(neha, row)
    asked_again(row)
    (shown,) = logged_in(meera).get(URL).context["waiting"]
    assert shown.total == "₹50.00"


def test_who_waits_longest_comes_first(neha: User, meera: User) -> None:
    rows = [asked(neha, lead(number)) for number in range(3)]
    assert keys(logged_in(meera).get(URL).context["waiting"]) == [row.pk for row in rows]


@pytest.mark.parametrize(("verdict", "sentence"), [("approved", "Approved."), ("rejected", "Rejected.")])
def test_a_decision_with_its_reason_leads_back_and_is_seen_by_the_one_who_asked(
    verdict: str, sentence: str, neha: User, meera: User
) -> None:
    row = asked(neha)
    response = logged_in(meera).post(
        f"/admin/activity/activity/{row.pk}/decide/",
        {"verdict": verdict, "reason": "A good customer", "next": URL, "was_state": "pending"},
    )
    assert (response.status_code, response["Location"], said(response)) == (302, URL, [sentence])
    text = logged_in(neha).get(URL).content.decode()
    assert "A good customer" in text
    assert f">{verdict}</span>" in text


def test_nobody_decides_what_they_asked_themselves(meera: User) -> None:
    row = asked(meera)
    page = logged_in(meera).get(URL)
    assert "You asked for this: a colleague decides." in page.content.decode()
    assert f"{row.pk}/decide/" not in page.content.decode()
    assert keys(page.context["own"]) == [row.pk]


def test_sales_see_their_own_requests_alone(neha: User, meera: User) -> None:
    mine = asked(neha)
    asked(meera, lead(2), "Free delivery")
    page = logged_in(neha).get(URL)
    assert (page.context["waiting"], keys(page.context["own"])) == ([], [mine.pk])
    assert "Free delivery" not in page.content.decode()


def test_requests_on_leads_out_of_sight_do_not_leak(neha: User, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    row = worked(lead(name="Deepa Nair"), bob())
    assert Assignment.objects.count() == 1
    asked(neha, row)
    page = logged_in(neha).get(URL)
    assert page.context["own"] == []
    assert "Deepa Nair" not in page.content.decode()


def test_decided_ones_no_longer_wait(neha: User, meera: User) -> None:
    row = asked(neha)
    approvals.decide(
        activity_id=row.pk, verdict="approved", reason="Fair", actor=Actor("user", meera.identifier)
    )
    page = logged_in(meera).get(URL)
    assert page.context["waiting"] == []
    assert "Nobody waits for a decision." in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_many_as_for_one(
    many: int, neha: User, meera: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(many):
        asked(neha, lead(number))
        asked(meera, lead(number + 30))
    client = logged_in(meera)
    with django_assert_num_queries(6):
        page = client.get(URL)
    assert (len(page.context["waiting"]), len(page.context["own"])) == (min(2 * many, ROWS), min(many, 20))


def test_later_ones_are_on_the_next_page(neha: User, meera: User) -> None:
    row = lead()
    rows = [asked(neha, row) for _ in range(ROWS + 1)]
    client = logged_in(meera)
    first = client.get(URL)
    second = client.get(f"{URL}?after={first.context['following']}")
    assert keys(first.context["waiting"]) + keys(second.context["waiting"]) == [one.pk for one in rows]


def test_a_quote_that_cannot_be_read_is_a_dash(neha: User, meera: User) -> None:
    asked(neha, lead(quote_data={"total": {"x": 1}, "currency": 7}))
    (row,) = logged_in(meera).get(URL).context["waiting"]
    assert row.total == "–"


def test_hostile_text_is_only_text(neha: User, meera: User) -> None:
    asked(neha, lead(name="<img src=x>"), "<script>alert(1)</script>")
    text = logged_in(meera).get(URL).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x>" not in text


def test_strangers_are_sent_to_the_login() -> None:
    assert Client().get(URL)["Location"] == f"/admin/login/?next={URL}"


@pytest.mark.parametrize(("person", "status"), [(charlie, 302), (bob, 403)])
def test_without_the_permission_nobody_sees_them(person: Callable[[], User], status: int) -> None:
    assert logged_in(person()).get(URL).status_code == status


def test_the_page_is_only_read(meera: User) -> None:
    assert logged_in(meera).post(URL).status_code == 405
