"""Tabs that share one stream, without a site: whoever takes it over knows what the others may have missed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.script_pages import PageOver

pytestmark = pytest.mark.browser

# A tab as a page makes one. Its stream says what `say` is told, if it has one; `streams` are the addresses it asked.
TAB = """async () => {
    Object.assign(self, { told: [], states: [], streams: [] });
    const nothing = () => {};
    self.EventSource = class extends EventTarget {
        constructor(address) {
            super();
            streams.push(address);
            self.say = (kind, data) => {
                const more = { data: JSON.stringify(data), lastEventId: "9.9:9:" };
                this.dispatchEvent(new MessageEvent(kind, more));
            };
        }
        close() {}
    };
    const { Tabs } = await import("/tabs.js");
    const change = (data) => told.push(data.all ? "all" : Object.keys(data.leads).join());
    const calls = { change, state: (state) => states.push(state), here: nothing, came: nothing, first: nothing };
    self.begin = (age = 0) => {
        self.tabs = new Tabs("neha", calls);
        tabs.opened -= age;
        tabs.begin();
    };
}"""
LEADS = "self.streams.length > 0"
LIVE = "self.states.at(-1) === 'live'"


@pytest.fixture
def first(page_over: PageOver) -> Iterator[Page]:
    """The tab that has the stream, and is live."""
    page = page_over("leadsite/live/static/live")
    page.evaluate(TAB)
    page.evaluate("begin()")
    page.wait_for_function(LEADS)
    page.evaluate("say('ready', null)")
    yield page
    page.context.close()


def beside(page: Page) -> Page:
    """Another tab of its browser, before it has said or heard anything."""
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.evaluate(TAB)
    return tab


def change(page: Page, lead: str) -> None:
    page.evaluate("lead => say('message', {leads: {[lead]: {}}})", lead)


def test_who_takes_the_stream_over_tells_a_page_that_was_on_its_way_what_was_said_before(first: Page) -> None:
    second = beside(first)
    second.evaluate("begin()")
    second.wait_for_function(LIVE)
    third = beside(first)  # asked for, and not there yet
    change(first, "renamed")
    second.wait_for_function("told.includes('renamed')")
    first.close()
    second.wait_for_function(LEADS)
    change(second, "another")
    third.evaluate("begin()")
    third.wait_for_function("told.length === 2")
    assert third.evaluate("told") == ["renamed", "another"]


def test_a_page_that_is_older_than_what_is_remembered_is_told_to_look(first: Page) -> None:
    second = beside(first)
    second.evaluate("begin(120_000)")
    second.wait_for_function("told.includes('all')")


def test_a_page_that_nobody_answered_asks_whoever_has_the_stream_next(first: Page) -> None:
    """As when the tab with the stream goes just when another comes."""
    change(first, "renamed")
    first.evaluate("tabs.opened -= 50_000; tabs.hello = () => self.overheard = true")
    second = beside(first)
    second.evaluate("begin(30_000)")
    first.wait_for_function("self.overheard")
    first.evaluate("delete tabs.hello; say('away', null)")
    second.wait_for_function("told.includes('renamed')")


@pytest.mark.parametrize(("answers", "asks"), [(True, "since="), (False, "age=")])
def test_only_a_page_that_knows_what_it_missed_goes_on_where_the_stream_was(
    first: Page, answers: bool, asks: str
) -> None:
    if not answers:
        first.evaluate("tabs.hello = () => {}")
    change(first, "renamed")
    second = beside(first)
    second.evaluate("begin()")
    change(first, "another")
    second.wait_for_function("told.includes('another')")
    first.close()
    second.wait_for_function(LEADS)
    assert asks in second.evaluate("streams[0]")
