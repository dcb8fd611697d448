"""What the script adds: prices while typing, a device that remembers, a basket that empties itself."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from leadsite.telemetry.buffer import buffer
from leadsite.telemetry.models import AnalyticsEvent
from tests.journeys.conftest import Opener
from tests.journeys.customer import LINE, choose, introduce, no_requests_elsewhere, send, total

pytestmark = pytest.mark.browser


def reopened(page: Page, path: str = "/") -> Page:
    own = page.url.split("/q/")[0]
    other = page.context.new_page()
    other.goto(own.rstrip("/") + path)
    return other


def test_the_price_follows_the_typing(open_page: Opener) -> None:
    page = open_page()
    with no_requests_elsewhere(page):
        choose(page, 0, "premium-laminate", "100")
        total(page, "₹12,980.00")
        expect(page.locator("[data-why]")).to_contain_text("10% for cutting")
        page.fill("[name=lines-0-quantity]", "2000")
        total(page, "₹2,33,640.00")
        expect(page.locator("#bill li")).to_have_count(1)


def test_the_last_answer_wins_however_late_an_earlier_one_comes(open_page: Opener) -> None:
    page = open_page()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/price", hold_the_first)
    choose(page, 0, "wall-panel", "1")
    page.wait_for_timeout(400)
    page.fill("[name=lines-0-quantity]", "2")
    total(page, "₹900.00")
    held[0].continue_()
    page.wait_for_timeout(300)
    total(page, "₹900.00")


def test_without_network_the_form_estimates_and_prices_come_back(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "wall-panel", "1")
    total(page, "₹450.00")
    page.route("**/price", lambda route: route.abort())
    page.fill("[name=lines-0-quantity]", "2")
    total(page, "₹900.00")
    expect(page.locator("#total-label")).to_have_text("Estimate with tax")
    page.unroute("**/price")
    page.fill("[name=lines-0-quantity]", "3")
    total(page, "₹1,350.00")


def test_lines_come_and_go_and_keep_their_names(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "premium-laminate", "100")
    page.click("#add-line")
    choose(page, 1, "wall-panel", "1")
    page.click("[value=remove_line-0]")
    expect(page.locator(LINE)).to_have_count(1)
    expect(page.locator("[name=lines-0-product]")).to_have_value("wall-panel")
    expect(page.locator("[name=lines-TOTAL_FORMS]")).to_have_value("1")
    total(page, "₹450.00")
    page.click("[value=remove_line-0]")
    expect(page.locator("[name=lines-0-product]")).to_have_value("")
    expect(page.locator("#total")).to_have_text("—")


def test_the_basket_survives_a_reload_and_a_new_tab(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "premium-laminate", "100", "matt")
    page.click("#add-line")
    choose(page, 1, "wall-panel", "2")
    total(page, "₹13,880.00")
    other = reopened(page)
    expect(other.locator(LINE)).to_have_count(2)
    expect(other.locator("[name=lines-0-notes]")).to_have_value("matt")
    total(other, "₹13,880.00")


def test_a_link_s_basket_goes_before_the_remembered_one(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "premium-laminate", "100")
    total(page, "₹12,980.00")
    other = reopened(page, "/?product=wall-panel&quantity=1")
    total(other, "₹450.00")


def test_after_the_hand_over_the_basket_is_empty_and_the_person_remembered(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    own = page.url
    send(page)
    page.goto(own)
    expect(page.locator("#sent")).to_be_visible()
    expect(page.locator("[name=lines-0-product]")).to_have_value("")
    expect(page.locator("[name=name]")).to_have_value("Priya Sharma")
    page.click("#sent-link")
    expect(page.locator("h1")).to_contain_text(re.compile("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}"))
    page.goto(own)
    expect(page.locator("#sent")).to_be_hidden()


def test_a_link_followed_after_the_hand_over_still_fills_the_basket(open_page: Opener) -> None:
    page = open_page("/?product=wall-panel&quantity=2")
    introduce(page)
    own = page.url
    send(page)
    page.goto(own.replace("quantity=2", "quantity=3"))
    expect(page.locator("#sent")).to_be_visible()
    total(page, "₹1,350.00")


def test_going_back_to_a_link_s_page_after_the_hand_over_empties_its_basket(open_page: Opener) -> None:
    page = open_page("/?product=wall-panel&quantity=2")
    introduce(page)
    send(page)
    page.go_back()
    expect(page.locator("#sent")).to_be_visible()
    expect(page.locator("[name=lines-0-product]")).to_have_value("")


def test_not_you_forgets(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    own = page.url
    send(page)
    page.goto(own)
    page.click("#forget")
    expect(page.locator("[name=name]")).to_have_value("")
    expect(page.locator("[name=name]")).to_be_focused()
    page.goto(own)
    expect(page.locator("[name=name]")).to_have_value("")
    assert page.evaluate("localStorage.getItem('person')") is None


def test_a_basket_that_was_refused_is_not_lost(open_page: Opener) -> None:
    page = open_page()
    choose(page, 0, "wall-panel", "2")
    page.click("#send")
    expect(page.locator("#problems")).to_be_visible()
    total(reopened(page), "₹900.00")


def test_a_browser_that_forbids_storage_still_sends(open_page: Opener) -> None:
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })"
    )
    page.reload()
    choose(page, 0, "wall-panel", "2")
    total(page, "₹900.00")
    introduce(page)
    assert "*Total ₹900.00*" in send(page)


def test_the_page_tells_what_happened_and_never_who(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(buffer, "add", told.append)
    page = open_page()
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    page.wait_for_timeout(1800)
    send(page)
    assert [event.name for event in told] == ["form_viewed", "basket_priced", "submitted"]
    assert len({event.page_token for event in told}) == 1
    assert told[1].data == {"lines": 1, "total": "900.00", "currency": "INR", "products": ["wall-panel"]}
    assert not [event for event in told if "Priya" in str(event.data) or "98201" in str(event.data)]


@pytest.mark.parametrize(
    ("query", "campaign"),
    [("", None), ("?source=referral", "referral"), ("?source=x&utm_campaign=diwali", "diwali")],
)
def test_a_priced_basket_tells_which_campaign_it_came_from(
    query: str, campaign: str | None, open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[AnalyticsEvent] = []
    monkeypatch.setattr(buffer, "add", told.append)
    page = open_page(f"/{query}")
    with page.expect_request(lambda request: "basket_priced" in (request.post_data or "")):
        choose(page, 0, "wall-panel", "2")
    page.wait_for_timeout(500)
    priced = [event for event in told if event.name == "basket_priced"]
    assert [event.data.get("campaign") for event in priced] == [campaign]
