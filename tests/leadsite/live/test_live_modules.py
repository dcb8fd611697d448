"""The modules of live pages alone in a browser: a stream that fails for hours, an import of many leads."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.script_pages import PageOver

pytestmark = pytest.mark.browser

# Streams that fail after a moment, until `self.passes`; when they were tried, and what the page was told.
FAILING = """async () => {
    Object.assign(self, { passes: false, tries: [], states: [] });
    self.EventSource = class extends EventTarget {
        constructor() {
            super();
            tries.push(Date.now());
            const [kind, more] = passes ? ["ready", { data: "{}" }] : ["error", {}];
            setTimeout(() => this.dispatchEvent(new MessageEvent(kind, more)), 100);
        }
        close() {}
    };
    const { Stream } = await import("/stream.js");
    self.stream = new Stream({ looks: () => ({}), state: (state) => states.push(state) });
    stream.open();
}"""
MINUTE = 60_000  # milliseconds
# What the hub says of an import, in so many batches; gives the leads, oldest first.
IMPORTED = """async ({ leads, batches }) => {
    const { note } = await import("/alerts.js");
    const of = (batch) => leads.filter((_, place) => place % batches === batch);
    const news = (lead) => [lead, { new: true, by: "rajesh" }];
    const told = Array.from({ length: batches }, (_, batch) => of(batch));
    for (const batch of told) note({ leads: Object.fromEntries(batch.map(news)) }, () => {});
    return told.flat();
}"""
LIVE = '<p id="live" data-user="neha" data-came="/came/" data-say-new="New: {name}"></p><p data-news></p>'


@pytest.fixture
def page(page_over: PageOver) -> Iterator[Page]:
    page = page_over("leadsite/live/static/live")
    page.clock.install()
    yield page
    page.close()


def test_a_stream_that_fails_is_tried_every_eight_minutes_for_as_long_as_the_page_is_open(page: Page) -> None:
    page.evaluate(FAILING)
    page.clock.run_for(10 * MINUTE)
    tried = len(page.evaluate("tries"))
    page.clock.run_for(12 * 60 * MINUTE)
    rarely: list[int] = page.evaluate("tries")[tried:]
    gaps = [later - earlier for earlier, later in pairwise(rarely)]
    assert len(gaps) > 70
    assert 0.75 * 8 * MINUTE <= min(gaps) <= max(gaps) <= 1.25 * 8 * MINUTE + 100
    assert page.evaluate("states.at(-1)") == "offline"


def test_a_stream_that_passes_again_after_hours_is_live(page: Page) -> None:
    page.evaluate(FAILING)
    page.clock.run_for(3 * 60 * MINUTE)
    page.evaluate("self.passes = true")
    page.clock.run_for(11 * MINUTE)
    assert page.evaluate("[states.at(-1), stream.tries]") == ["live", 0]


# What a tab says that it shows, as time and keys go by; `shown` gives {lead, writes}.
WRITING = """async () => {
    const { follow } = await import("/presence.js");
    self.shown = [];
    follow("the lead", ({ writes }) => shown.push(writes));
}"""


def test_who_types_nothing_for_a_minute_only_looks(page: Page) -> None:
    page.set_content("<form method=post><textarea></textarea></form>")
    page.evaluate(WRITING)
    page.fill("textarea", "half a no")
    page.clock.run_for(50_000)
    page.fill("textarea", "half a note")
    page.clock.run_for(50_000)
    assert page.evaluate("shown") == [False, True]
    page.clock.run_for(MINUTE)
    assert page.evaluate("shown") == [False, True, False]
    page.fill("textarea", "half a note more")
    assert page.evaluate("shown") == [False, True, False, True]


def test_a_tab_says_again_what_it_shows_when_it_is_asked(page: Page) -> None:
    asked: list[str] = []

    def take(route: Route) -> None:
        asked.append(route.request.url.partition("leads=")[2])
        route.fulfill(status=204)

    page.route("**/live/here**", take)
    page.evaluate(FAILING)
    page.evaluate("stream.looks = () => ({ leads: 'one' })")
    for _ in range(2):
        with page.expect_response("**/live/here**"):
            page.evaluate("stream.source.dispatchEvent(new MessageEvent('still', { data: 'null' }))")
    assert asked == ["one", "one"]


@pytest.mark.parametrize("batches", [1, 4])
def test_of_an_import_the_newest_twenty_are_asked_for_in_one_address(page: Page, batches: int) -> None:
    asked: list[str] = []

    def take(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="application/json", body=json.dumps({"leads": []}))

    page.set_content(LIVE)
    page.route("**/came/**", take)
    leads = [f"0193a2c4-5d6e-7f80-9a1b-{number:012d}" for number in range(200)]
    told: list[Any] = page.evaluate(IMPORTED, {"leads": leads, "batches": batches})
    with page.expect_response("**/came/**"):
        page.clock.run_for(MINUTE)
    assert [address.partition("?ids=")[2].split(",") for address in asked] == [told[-20:]]
