"""Deadlines on a page whose device's clock is put right meanwhile, or that sleeps: alone in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.script_pages import PageOver

pytestmark = pytest.mark.browser

# Two hours and a little, all of them open.
DEADLINE = """
<p id="countdown-words" data-hours="{hours} h" data-minutes="{minutes} min" data-both="{hours} h {minutes} min"
 data-left="{time} left" data-late="late" data-late-by="{time} late" data-now="now"></p>
<span data-countdown="7230" data-until="90000" data-hours="0 90000" data-known="90000" data-soon="60"></span>
"""
HOUR, DAY = 3_600_000, 86_400_000  # milliseconds


@pytest.fixture
def page(page_over: PageOver) -> Iterator[Page]:
    page = page_over("assignments/static/assignments")
    page.clock.install()
    page.set_content(DEADLINE)
    page.evaluate("document.addEventListener('live:doubt', () => (self.doubts = (self.doubts ?? 0) + 1))")
    page.evaluate("import('/countdown.js')")
    yield page
    page.context.close()


def leap(page: Page, milliseconds: int) -> None:
    page.evaluate("by => { const now = Date.now; Date.now = () => now() + by; }", milliseconds)


def test_a_clock_that_is_put_back_takes_no_time_back(page: Page) -> None:
    leap(page, -DAY)
    page.clock.run_for(HOUR)
    expect(page.locator("span")).to_have_text("1 h left")
    assert page.evaluate("self.doubts") is None


def test_of_a_clock_that_leaps_ahead_the_site_is_asked_once(page: Page) -> None:
    leap(page, HOUR)
    page.clock.run_for(60_000)
    expect(page.locator("span")).to_have_text("59 min left")  # the device may have slept
    assert page.evaluate("self.doubts") == 1


def test_what_the_site_has_said_since_counts_from_then(page: Page) -> None:
    leap(page, DAY)
    page.clock.run_for(60_000)
    page.evaluate("document.querySelector('span').drawn = performance.now()")  # as morph.js notes it
    page.clock.run_for(HOUR)
    expect(page.locator("span")).to_have_text("1 h left")
