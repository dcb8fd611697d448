"""The rows of an open list that are asked for again: what they hold, for whom, at what cost."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.leads.facts import lead, worked
from tests.leads.lead_list.test_page import names
from tests.leads.steps import logged_in
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/leads/lead/now/"
Counted = Callable[[int], object]


def asked(client: Client, *rows: object, **query: str) -> object:
    return client.get(URL, {**query, "ids": ",".join(str(getattr(row, "pk", row)) for row in rows)})


@pytest.mark.parametrize("many", [1, 30])
def test_it_takes_six_queries_for_many_rows_as_for_one(many: int, django_assert_num_queries: Counted) -> None:
    neha = in_role("Sales")
    found = [worked(lead(number), neha) for number in range(many)]
    client = logged_in(neha)
    asked(client, *found)  # what is looked up once for many pages
    with django_assert_num_queries(6):  # session, colleague, their rights twice, tabs and filters, rows
        page = asked(client, *found)
    assert len(names(page)) == many


def test_it_holds_the_leads_that_are_asked_for_and_no_others() -> None:
    neha = in_role("Sales")
    lead(1)
    wanted = lead(2)
    assert names(asked(logged_in(neha), wanted, uuid4(), "no key")) == [wanted.name]


def test_a_lead_that_is_not_in_the_view_is_left_out() -> None:
    neha = in_role("Sales")
    mine, nobodys = worked(lead(1), neha), lead(2)
    client = logged_in(neha)
    assert names(asked(client, mine, nobodys, view="mine")) == [mine.name]
    assert names(asked(client, mine, nobodys, view="unassigned")) == [nobodys.name]


def test_a_lead_that_a_filter_or_a_search_leaves_out_is_left_out() -> None:
    one, other = lead(1, name="Priya Sharma", source="fair"), lead(2, name="Arjun Mehta")
    client = logged_in(in_role("Sales"))
    assert names(asked(client, one, other, source="fair")) == ["Priya Sharma"]
    assert names(asked(client, one, other, q="Arjun")) == ["Arjun Mehta"]


def test_another_colleagues_lead_is_not_told_where_the_shop_says_so(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    hidden = worked(lead(1), bob())
    assert names(asked(logged_in(in_role("Sales")), hidden)) == []


def test_the_counts_of_all_views_come_with_it() -> None:
    neha = in_role("Sales")
    worked(lead(1), neha)
    page = asked(logged_in(neha))
    counts = {tab["view"].name: tab["count"] for tab in page.context["tabs"]}
    assert (counts["all"], counts["mine"], counts["unassigned"]) == ("1", "1", "0")


def test_rows_and_views_are_those_of_the_whole_page() -> None:
    """So that nothing of it changes when the whole page comes."""
    neha = in_role("Sales")
    row = worked(lead(1), neha)
    client = logged_in(neha)
    part = asked(client, row).content.decode()
    rows, views = part[part.index("<tbody") : part.index("</tbody>")], part[: part.index("</nav>")].strip()
    whole = client.get("/admin/leads/lead/").content.decode()
    assert rows in whole
    assert views in whole


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob()).get(URL).status_code == 403


def test_nothing_is_posted_to_it() -> None:
    assert logged_in(in_role("Sales")).post(URL).status_code == 405
