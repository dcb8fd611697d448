"""The device's own modules in a browser, without a shop behind them."""

import pytest
from playwright.sync_api import Page

from tests.script_pages import PageOver


@pytest.fixture(scope="module")
def device(page_over: PageOver) -> Page:
    """A page that may import `/offline/….js`."""
    return page_over("leads/static/leads")
