"""What a page says of itself, live or not: always true, readable in every look, and cheap where nothing is told."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import Opener
from tests.journeys.looks import the_widest, violations, wider_than_the_screen
from tests.journeys.test_staff_looks import LOOKS
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser

STATES = ("live", "catching", "polling", "offline", "ended")
SAYS = """(state) => {
    const live = document.getElementById("live");
    live.hidden = false;
    live.dataset.state = state;
    live.querySelector("[data-said]").textContent = live.getAttribute(`data-say-${state}`);
    const here = document.querySelector("[data-here]");
    here.textContent = here.dataset.looks.replace("{name}", "Neha Patel-Venkataraman") + " · Rajesh Kumar is writing here";
}"""


def minutes(page: Page, many: int) -> None:
    for _ in range(6 * many):
        page.clock.run_for(10_000)
        page.evaluate("fetch('/healthz')")  # so that what was asked for before has its answer


def test_where_nothing_is_told_a_page_says_so_and_asks_less_than_once_a_minute(open_page: Opener) -> None:
    facts.lead(1)
    page = open_page("/healthz", user=in_role("Sales"))
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/healthz" not in request.url:
            asked.append(request.url)

    page.clock.install()
    page.goto(page.url.replace("/healthz", "/admin/leads/lead/"))
    minutes(page, 5)
    expect(page.locator("#live")).to_have_attribute("data-state", "polling")
    expect(page.locator("#live [data-said]")).to_have_text("Looked up every 75 seconds")
    page.on("request", note)
    minutes(page, 10)
    assert 7 <= len(asked) < 10, asked


def test_every_state_is_readable_small_and_large_by_day_and_by_night(open_page: Opener) -> None:
    row = facts.lead(1)
    page = open_page("/healthz", user=in_role("Sales"))
    page.route("**/live/live*.js", lambda route: route.abort())
    page.goto(page.url.replace("/healthz", f"/admin/leads/lead/{row.pk}/change/"))
    wrong = []
    for name, size, scheme, _ in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for state in STATES:
            page.evaluate(SAYS, state)
            wrong += [f"{state} is wider than a {name} by {the_widest(page)}"] * wider_than_the_screen(page)
            wrong += [f"{state}: {one}" for one in violations(page, ["color-contrast", "aria-allowed-attr"])]
    assert wrong == []
