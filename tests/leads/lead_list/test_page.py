"""The list as staff see it: who may, what it holds, what it costs."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from leads.bulk.selection import Selection
from leads.lead_list import keyset, searching
from leads.models import Lead
from leads.statuses import LeadStatus
from tests.leads.facts import SNAPSHOT, asked_again, lead, worked
from tests.leads.quoting.rows import NOW
from tests.people import alice, bob, charlie, in_role

pytestmark = pytest.mark.django_db
URL = "/admin/leads/lead/"
Counted = Callable[[int], object]


def logged_in(user: AbstractBaseUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client() -> Client:
    return logged_in(alice())


def names(page: object) -> list[str]:
    return [row.lead.name for row in page.context["rows"]]


@pytest.mark.parametrize("many", [1, 30])
def test_it_takes_six_queries_for_many_rows_as_for_one(many: int, django_assert_num_queries: Counted) -> None:
    neha = in_role("Sales")
    for number in range(many):
        worked(lead(number), neha)
    client = logged_in(neha)
    with django_assert_num_queries(6):  # session, colleague, their rights twice, tabs and filters, rows
        page = client.get(URL)
    assert len(page.context["rows"]) == many


def test_a_row_shows_what_the_customer_wants_now() -> None:
    row = lead(quote_data={**SNAPSHOT, "lines": [{"product": "Oak"}]})
    asked_again(row, 1, quote_total=Decimal(50), quote={"lines": [{"product": "Elm"}]})
    asked_again(row, 2, quote_total=Decimal(60), quote={"lines": [{"product": "Teak"}]})
    asked_again(row, 3, quote_total=None)
    asked_again(row, 4, quote_total=Decimal(70), suspect="flood")
    (shown,) = logged_in(alice()).get(URL).context["rows"]
    assert (shown.what, shown.total) == ("Teak", "₹60.00")


def test_a_row_of_one_enquiry_shows_the_leads_own_quote() -> None:
    lead(quote_data={**SNAPSHOT, "lines": [{"product": "Oak"}]})
    (shown,) = logged_in(alice()).get(URL).context["rows"]
    assert (shown.what, shown.total) == ("Oak", "₹2,000.50")


def test_a_stranger_is_sent_to_the_login() -> None:
    response = Client().get(URL)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={URL}")


def test_an_account_without_access_is_sent_to_the_login() -> None:
    assert logged_in(charlie()).get(URL).status_code == 302


def test_a_colleague_who_may_not_see_leads_is_refused() -> None:
    assert logged_in(bob()).get(URL).status_code == 403


def test_nothing_is_posted_to_it(client: Client) -> None:
    assert client.post(URL, {"status": "lost"}).status_code == 405


def test_leads_are_listed_newest_first(client: Client) -> None:
    lead(1, asked=NOW - timedelta(days=1))
    lead(2, asked=NOW)
    assert names(client.get(URL)) == ["Priya Sharma 2", "Priya Sharma 1"]


def test_a_row_says_what_who_and_how_much(client: Client) -> None:
    owner = bob()
    line = {"product": "Oak floor"}
    worked(lead(1, quote_data={"total": "2000.50", "currency": "INR", "lines": [line]}), owner)
    (row,) = client.get(URL).context["rows"]
    assert (row.what, row.total, row.owner, row.phone) == (
        "Oak floor",
        "₹2,000.50",
        "Bob Rao",
        "+91 98200 00001",
    )


def test_an_owner_without_an_account_is_named_by_identifier(client: Client) -> None:
    lead(1, owner_id="sales_user_99")
    (row,) = client.get(URL).context["rows"]
    assert row.owner == "sales_user_99"


def test_a_deadline_is_late_or_due(client: Client) -> None:
    now, owner = timezone.now(), bob()
    worked(lead(1, asked=now - timedelta(hours=3)), owner)
    worked(lead(2, asked=now), owner)
    rows = client.get(URL).context["rows"]
    assert [(row.due.text, row.due.tone) for row in rows] == [("59 min left", ""), ("2 h late", "late")]


def test_a_name_is_text_and_nothing_else(client: Client) -> None:
    lead(1, name='<script>alert("1")</script>')
    page = client.get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_colleague_who_may_only_look_gets_no_boxes() -> None:
    lead()
    page = logged_in(bob("leads.view_lead")).get(URL).content.decode()
    assert 'name="chosen"' not in page


@pytest.mark.parametrize("view", ["all", "mine", "unassigned"])
def test_a_colleague_sees_their_own_and_nobodys_where_the_shop_says_so(view: str, settings: Settings) -> None:
    settings.SALES_SEE = "own"
    neha = in_role("Sales")
    worked(lead(1), neha)
    worked(lead(2), bob())
    lead(3)
    shown = {
        "all": ["Priya Sharma 3", "Priya Sharma 1"],
        "mine": ["Priya Sharma 1"],
        "unassigned": ["Priya Sharma 3"],
    }
    page = logged_in(neha).get(f"{URL}?view={view}")
    assert names(page) == shown[view]
    counts = {tab["view"].name: tab["count"] for tab in page.context["tabs"]}
    assert counts == {
        "all": "2",
        "mine": "1",
        "unassigned": "1",
        "overdue": "1",
        "due-today": "1",
        "new-today": "0",
        "suspects": "0",
    }


def test_an_unknown_view_is_the_whole_list_and_says_so(client: Client) -> None:
    lead()
    page = client.get(f"{URL}?view=nonsense")
    assert names(page) == ["Priya Sharma 1"]
    assert page.context["problems"] == ["There is no such view: showing all leads."]


def test_the_next_page_begins_where_this_one_ends(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "ROWS", 2)
    for number in range(1, 6):
        lead(number, asked=NOW - timedelta(days=number), source="fair")
    first = client.get(f"{URL}?source=fair")
    second = client.get(URL + first.context["older"])
    third = client.get(URL + second.context["older"])
    assert [names(page) for page in (first, second, third)] == [
        ["Priya Sharma 1", "Priya Sharma 2"],
        ["Priya Sharma 3", "Priya Sharma 4"],
        ["Priya Sharma 5"],
    ]
    assert (first.context["newer"], third.context["older"]) == ("", "")
    assert second.context["older"].startswith("?source=fair&after=")


def test_the_way_back_leads_over_the_same_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "ROWS", 2)
    for number in range(1, 6):
        lead(number, asked=NOW - timedelta(days=number))
    second = client.get(URL + client.get(URL).context["older"])
    third = client.get(URL + second.context["older"])
    back = client.get(URL + third.context["newer"])
    assert names(back) == names(second)
    assert names(client.get(URL + back.context["newer"])) == ["Priya Sharma 1", "Priya Sharma 2"]


def test_leads_of_one_moment_are_on_one_page_each(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "ROWS", 2)
    for number in range(5):
        lead(number)
    seen, address = [], "?"
    while address:
        page = client.get(URL + address)
        seen += names(page)
        address = page.context["older"]
    assert sorted(seen) == [f"Priya Sharma {number}" for number in range(5)]


@pytest.mark.parametrize("cursor", ["x", "1_2", "2026-11-21_" + "0" * 32, "never_" + "0" * 32, "_", "\x00"])
def test_a_place_that_cannot_be_read_is_the_first_page_and_says_so(cursor: str, client: Client) -> None:
    lead()
    page = client.get(URL, {"after": cursor})
    assert names(page) == ["Priya Sharma 1"]
    assert page.context["problems"] == ["That place of the list cannot be read: here is its beginning."]


def test_a_search_that_takes_too_long_says_what_helps(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*arguments: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', '1', true)")
            cursor.execute("select pg_sleep(5)")

    monkeypatch.setattr(searching, "page", slow)
    page = client.get(f"{URL}?q=priya")
    assert (page.status_code, names(page)) == (200, [])
    assert page.context["problems"] == ["This search takes too long: add a word, or narrow it by a filter."]


def test_phones_that_end_so_are_shown_with_a_link_to_all_the_others(client: Client) -> None:
    lead(1, phone="+919811098200", status="lost")
    lead(2, phone="+919820011111", status="lost")
    page = client.get(f"{URL}?q=98+200&status=lost")
    assert (names(page), page.context["ending"]) == (["Priya Sharma 1"], "98200")
    assert "Only phones that end in 98200 are shown." in page.content.decode()
    everywhere = client.get(URL + page.context["anywhere"])
    assert names(everywhere) == ["Priya Sharma 2", "Priya Sharma 1"]
    assert "phones that end" not in everywhere.content.decode()


def test_digits_that_end_no_phone_are_found_without_a_word_about_it(client: Client) -> None:
    lead(2, phone="+919820011111")
    page = client.get(f"{URL}?q=98200")
    assert (names(page), page.context["ending"]) == (["Priya Sharma 2"], "")
    assert "phones that end" not in page.content.decode()


@pytest.mark.parametrize(("digits", "shown"), [("", 1), ("anywhere", 2)])
def test_a_colleague_who_takes_all_that_match_takes_what_is_shown(digits: str, shown: int) -> None:
    user = alice()
    lead(1, phone="+919811098200")
    lead(2, phone="+919820011111")
    page = logged_in(user).get(URL, {"q": "98200", "digits": digits})
    chosen = Selection(chosen=(), everything=True, query=page.context["query"])
    assert sorted(chosen.leads(user).values_list("name", flat=True)) == sorted(names(page))
    assert len(names(page)) == shown


def test_too_short_a_search_answers_nothing_and_says_why(client: Client) -> None:
    lead()
    page = client.get(f"{URL}?q=pr")
    assert names(page) == []
    assert "Type three letters or digits in a row" in page.content.decode()


def test_an_empty_view_says_so_and_shows_the_way_on(client: Client) -> None:
    page = client.get(f"{URL}?view=overdue").content.decode()
    assert "Nothing here: well done." in page
    assert Lead.objects.count() == 0


def test_a_search_counts_no_views(client: Client) -> None:
    lead(1)
    assert [tab["count"] for tab in client.get(f"{URL}?q=priya").context["tabs"]] == [""] * 7


def test_the_move_offered_first_is_the_commonest() -> None:
    """Most leads that somebody ticks are new ones that were just called; "new" itself is where none goes."""
    lead()
    page = logged_in(in_role("Sales")).get(URL).content.decode()
    [offered] = re.findall(r'<select name="to".*?</select>', page, re.DOTALL)
    assert re.findall(r'<option value="(\w+)" selected', offered) == ["contacted"]
    assert re.findall(r'<option value="(\w+)"', offered) == list(LeadStatus.values)
