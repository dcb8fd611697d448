"""The list in a real browser: by keyboard alone, and many leads moved without a script."""

import pytest
from playwright.sync_api import Page, expect

from leads.models import Lead
from tests.journeys.conftest import Opener
from tests.journeys.looks import DESK, PHONE, violations, wider_than_the_screen
from tests.leads.facts import lead
from tests.people import in_role

pytestmark = pytest.mark.browser
LIST = "/admin/leads/lead/"


@pytest.fixture
def three_leads() -> None:
    for number, name in enumerate(("Asha Rao", "Bela Shah", "Chand Iyer"), start=1):
        lead(number, name=name)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def rows(page: Page) -> list[str]:
    return page.locator("[data-open]").all_inner_texts()


def fits(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert not wider_than_the_screen(page)
        assert violations(page) == []


def test_the_list_is_worked_by_keyboard_alone(open_page: Opener, three_leads: None) -> None:
    page = open_page(LIST, width=1280, user=in_role("Sales"))
    names = rows(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    assert focused(page) == names[1]
    page.keyboard.press("k")
    assert (focused(page), page.locator("[name=chosen]:checked").count()) == (names[0], 1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("j?x chand")  # letters in a field are letters
    expect(page.locator("#q")).to_have_value("j?x chand")
    page.keyboard.press("Control+a")
    page.keyboard.type("00003")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chand Iyer")


def test_many_are_moved_and_taken_back_without_a_script(open_page: Opener, three_leads: None) -> None:
    page = open_page(LIST, java_script_enabled=False, user=in_role("Sales"))
    page.check("[name=everything]")
    page.select_option("#to", "lost")
    page.click("text=Preview")
    expect(page.get_by_text("3 of 3 chosen would be moved.")).to_be_visible()
    page.fill("[name=reason]", "The shop is closed")
    page.click("text=Move 3 leads")
    expect(page.get_by_text("3 leads were moved.")).to_be_visible()
    page.click("text=Take it back")
    expect(page.get_by_text("3 leads were taken back.")).to_be_visible()
    assert set(Lead.objects.values_list("status", flat=True)) == {"new"}


def test_preview_and_results_are_readable_small_and_large(open_page: Opener, three_leads: None) -> None:
    lead(4, name="x" * 255, status="converted")
    page = open_page(LIST, width=1280, user=in_role("Sales"))
    page.check("[name=everything]")
    page.select_option("#to", "lost")
    page.click("text=Preview")
    fits(page)
    page.fill("[name=reason]", "The shop is closed")
    page.click("text=Move 3 leads")
    fits(page)
