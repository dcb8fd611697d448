"""Django's own lists: a table at a desk, cards on a phone, with everything still in reach."""

import pytest
from playwright.sync_api import Page, expect

from leadsite.accounts.models import User
from tests.journeys.conftest import Opener
from tests.journeys.looks import DESK
from tests.leads import facts
from tests.people import alice, charlie, in_role

pytestmark = pytest.mark.browser
COLLEAGUES = "/admin/accounts/user/"


def scrolls_sideways(page: Page) -> bool:
    return bool(page.locator(".results").evaluate("element => element.scrollWidth > element.clientWidth"))


@pytest.mark.parametrize("path", [COLLEAGUES, "/admin/activity/activity/", "/admin/leads/submission/"])
def test_a_row_is_a_card_on_a_phone_that_names_what_it_shows(path: str, open_page: Opener) -> None:
    boss = alice()
    facts.worked(facts.lead(), boss)
    page = open_page(path, user=boss)
    row = page.locator("#result_list tbody tr").first
    assert not scrolls_sideways(page)
    names = [cell.get_attribute("data-label") for cell in row.locator("td:not(.action-checkbox)").all()]
    heads = page.locator("#result_list thead th:not(.action-checkbox-column) .text").all_text_contents()
    assert names == heads[1:]
    page.set_viewport_size(DESK)
    expect(row).to_have_css("display", "table-row")


def test_rows_are_chosen_sorted_and_acted_on_from_a_phone(open_page: Opener) -> None:
    boss, gone = alice(), charlie()
    in_role("Sales", "dana", "Dana")
    page = open_page(COLLEAGUES, user=boss)
    page.get_by_role("link", name="Username").click()
    expect(page.locator("th.column-username.sorted")).to_be_visible()
    page.locator("#result_list tbody tr", has_text="charlie").locator(".action-select").check()
    page.select_option("select[name=action]", "delete_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    assert not User.objects.filter(pk=gone.pk).exists()


def test_all_rows_are_chosen_at_once_on_a_phone(open_page: Opener) -> None:
    charlie()
    page = open_page(COLLEAGUES, user=alice())
    page.check("#action-toggle")
    expect(page.locator(".action-counter")).to_have_text("2 of 2 selected")
