"""The board as staff see it: who may, what stands where, at what cost, and how a lead is moved on."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from leads.lead_list import board
from leads.models import Lead
from tests.leads.facts import lead, worked
from tests.leads.quoting.rows import NOW
from tests.leads.steps import logged_in
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/leads/lead/board/"
Counted = Callable[[int], object]


def stands(page: object) -> dict[str, list[str]]:
    """The names by status, where there are any."""
    columns = page.context["columns"]  # type: ignore[attr-defined]  # a response of the test client
    return {str(one.status): [card.row.lead.name for card in one.cards] for one in columns if one.cards}


@pytest.mark.parametrize("many", [1, 30])
def test_it_takes_six_queries_for_many_leads_as_for_one(
    many: int, django_assert_num_queries: Counted
) -> None:
    neha = in_role("Sales")
    for number in range(many):
        worked(lead(number, status=("new", "contacted", "lost")[number % 3]), neha)
    client = logged_in(neha)
    client.get(URL)  # what is looked up once for many pages
    with django_assert_num_queries(6):  # session, colleague, their rights twice, counts, cards
        page = client.get(URL)
    assert sum(map(len, stands(page).values())) == many


def test_each_lead_stands_in_the_column_of_its_status_newest_first() -> None:
    lead(1, name="Older", asked=NOW - timedelta(days=1))
    lead(2, name="Newer", asked=NOW)
    lead(3, name="Lost", status="lost")
    page = logged_in(in_role("Sales")).get(URL)
    assert stands(page) == {"new": ["Newer", "Older"], "lost": ["Lost"]}


def test_a_card_says_whose_it_is_for_a_move_that_has_to_wait_on_the_device() -> None:
    row = lead()
    page = logged_in(in_role("Sales")).get(URL).content.decode()
    assert re.search(rf'<li class="card"[^>]* data-about="{row.pk}" data-name="{row.name}">', page)


def test_a_column_shows_the_newest_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "CARDS", 2)
    for number in range(3):
        lead(number, name=f"Lead {number}", asked=NOW - timedelta(days=number))
    page = logged_in(in_role("Sales")).get(URL)
    assert stands(page) == {"new": ["Lead 0", "Lead 1"]}
    assert page.context["columns"][0].count.rows == 3
    assert "?view=all&amp;status=new" in page.content.decode()


def test_suspects_stand_nowhere() -> None:
    lead(1, suspect="honeypot")
    assert stands(logged_in(in_role("Sales")).get(URL)) == {}


def test_views_are_those_of_the_list() -> None:
    neha = in_role("Sales")
    worked(lead(1, name="Hers"), neha)
    lead(2, name="Nobody’s")
    client = logged_in(neha)
    assert stands(client.get(URL, {"view": "mine"})) == {"new": ["Hers"]}
    assert stands(client.get(URL, {"view": "unassigned"})) == {"new": ["Nobody’s"]}


def test_another_colleagues_lead_is_not_there_where_the_shop_says_so(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    worked(lead(1, name="His"), bob())
    lead(2, name="Nobody’s")
    page = logged_in(in_role("Sales")).get(URL, {"view": "all"})
    assert stands(page) == {"new": ["Nobody’s"]}
    assert page.context["columns"][0].count.rows == 1


def test_a_button_moves_the_lead_on_and_leads_back() -> None:
    row, client = lead(1), logged_in(in_role("Sales"))
    page = client.get(URL).content.decode()
    form = page[page.index('data-offline="status"') :]
    fields = dict(re.findall(r'name="(was_status|seen|next)" value="([^"]*)"', form))
    answer = client.post(f"/admin/leads/lead/{row.pk}/move/", {**fields, "to": "contacted"})
    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert Lead.objects.get(pk=row.pk).status == "contacted"


def test_moves_that_ask_for_a_reason_are_left_to_the_leads_own_page() -> None:
    lead(1, status="qualified")
    page = logged_in(in_role("Manager")).get(URL)
    [column] = [one for one in page.context["columns"] if one.cards]
    assert [str(move.to) for move in column.cards[0].moves] == ["converted"]


def test_who_may_only_look_gets_no_buttons() -> None:
    lead(1)
    page = logged_in(bob("leads.view_lead")).get(URL)
    assert (stands(page), "/move/" in page.content.decode()) == ({"new": ["Priya Sharma 1"]}, False)


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob()).get(URL).status_code == 403


def test_a_stranger_is_sent_to_the_login() -> None:
    assert Client().get(URL).status_code == 302
