"""The database goes away for real under a colleague who is looking at a lead, and comes back."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.scenarios import frozen, stopped
from tests.faults.shop import STAFF_NAME, STAFF_PASSWORD, Shop

pytestmark = [pytest.mark.faults, pytest.mark.browser]

# STAFF_DEADLINE_SECONDS, and what a browser needs beside it.
DEADLINE_SECONDS = 5 + 1.5
REFRESH_SECONDS = 5
AWAY = (503, "Back in a moment", True)


@pytest.fixture
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    """A colleague who has signed in, looking at their day."""
    context = browser.new_context(service_workers="block")  # the server itself is tried
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{shop.port}/admin/")
    page.fill("[name=username]", STAFF_NAME)
    page.fill("[name=password]", STAFF_PASSWORD)
    page.click("[type=submit]")
    expect(page.locator("h1")).to_have_text("Today")
    yield page
    context.close()


def open_lead(page: Page, shop: Shop) -> list[str]:
    """Look at a lead; what its page shows of the person and of the quote."""
    [(key, *facts)] = shop.postgres.sql(
        "select id, name, folio, email from leads where folio is not null and email is not null limit 1"
    )
    page.goto(f"http://127.0.0.1:{shop.port}/admin/leads/lead/{key}/change/")
    shown = [str(fact) for fact in facts]
    assert still_seen(page, shown) == shown, "the lead was not shown: nothing was proved"
    return shown


def still_seen(page: Page, facts: list[str]) -> list[str]:
    html = page.content()
    return [fact for fact in facts if fact in html]


def reloaded(page: Page) -> tuple[int, str, bool]:
    """Status and heading of what a reload brought, and whether it came within the deadline."""
    begin = time.monotonic()
    response = page.reload()
    assert response is not None
    return response.status, page.locator("h1").inner_text(), time.monotonic() - begin < DEADLINE_SECONDS


def test_a_frozen_database_shows_nothing_and_the_same_tab_goes_on_afterwards(shop: Shop, page: Page) -> None:
    lead = open_lead(page, shop)
    with frozen(shop):
        assert reloaded(page) == AWAY
        assert still_seen(page, lead) == []
    assert reloaded(page) == (200, lead[0], True)
    assert still_seen(page, lead) == lead


def test_a_stopped_database_shows_nothing_and_the_page_comes_back_by_itself(shop: Shop, page: Page) -> None:
    lead = open_lead(page, shop)
    with stopped(shop):
        assert reloaded(page) == AWAY
        assert still_seen(page, lead) == []
    expect(page.locator("h1")).to_have_text(lead[0], timeout=3 * REFRESH_SECONDS * 1000)
    assert still_seen(page, lead) == lead
