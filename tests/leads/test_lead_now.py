"""The parts of a lead's page that are asked for again while it is open."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from tests.leads.facts import lead, worked
from tests.leads.steps import logged_in
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


def url(row: object) -> str:
    return f"/admin/leads/lead/{row.pk}/now/"  # type: ignore[attr-defined]  # a lead


def part(text: str, begin: str, end: str) -> str:
    text = text[text.index(begin) :]
    return text[: text.index(end)]


def test_it_takes_seven_queries(django_assert_num_queries: Counted) -> None:
    neha = in_role("Sales")
    row = worked(lead(1), neha)
    client = logged_in(neha)
    with django_assert_num_queries(7):  # session, colleague, their rights twice, lead, enquiries, timeline
        assert client.get(url(row)).status_code == 200


def test_the_timeline_is_that_of_the_whole_page() -> None:
    neha = in_role("Sales")
    row = worked(lead(1), neha)
    client = logged_in(neha)
    now, whole = (client.get(path).content.decode() for path in (url(row), url(row).replace("now", "change")))
    for begin, end in (('<div class="log" data-live="log">', "</section>"), ("<h1", "</h1>")):
        assert part(now, begin, end) == part(whole, begin, end)


def test_it_shows_the_kind_of_entries_that_the_page_shows() -> None:
    neha = in_role("Sales")
    page = logged_in(neha).get(url(worked(lead(1), neha)), {"show": "notes"})
    assert page.context["show"] == "notes"


def test_another_colleagues_lead_is_not_there_where_the_shop_says_so(settings: Settings) -> None:
    settings.SALES_SEE = "own"
    assert logged_in(in_role("Sales")).get(url(worked(lead(1), bob()))).status_code == 404


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob()).get(url(lead(1))).status_code == 403
