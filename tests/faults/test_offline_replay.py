"""The server is killed for real while a browser sends what was done without network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.queued import FILL, done, kill_server, new_leads, sign_in, wait_until_done
from tests.faults.shop import Shop

pytestmark = [pytest.mark.faults, pytest.mark.browser]
MANY, LEADS = 200, 20


@pytest.fixture
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, shop)
    yield page
    context.close()


def test_each_is_done_once_though_the_server_is_killed_in_the_middle(page: Page, shop: Shop) -> None:
    leads = new_leads(shop, LEADS)
    page.context.set_offline(True)
    assert page.evaluate(FILL, {"leads": leads, "many": MANY}) == MANY
    assert done(shop, leads) == (0, 0)
    page.context.set_offline(False)
    assert wait_until_done(shop, leads, MANY // 4) < MANY
    kill_server(shop)
    expect(page.locator("#queue")).to_be_hidden(timeout=120_000)
    assert done(shop, leads) == (MANY, MANY)
    assert page.evaluate("getOfflineQueue()") == []
