"""What a page says of itself, live or not: always true, readable in every look, and cheap where nothing is told."""

import pytest
from django.templatetags.static import static
from playwright.sync_api import Route, expect

from tests.journeys.conftest import Opener
from tests.journeys.looks import the_widest, violations, wider_than_the_screen
from tests.journeys.test_staff_looks import LOOKS
from tests.leads import facts
from tests.page_clock import PageClock
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


def test_where_nothing_is_told_a_page_says_so_and_asks_less_than_once_a_minute(open_page: Opener) -> None:
    facts.lead(1)
    page = open_page("/healthz", user=in_role("Sales"))
    clock = PageClock(page)
    page.goto(page.url.replace("/healthz", "/admin/leads/lead/"))
    clock.run(300)
    expect(page.locator("#live")).to_have_attribute("data-state", "polling")
    expect(page.locator("#live [data-said]")).to_have_text("Looked up every 90 seconds")
    clock.asked.clear()
    clock.run(600)
    assert 7 <= len(clock.asked) < 10, clock.asked


def test_a_page_whose_device_slept_or_had_its_clock_put_right_is_fetched_anew(open_page: Opener) -> None:
    page = open_page("/healthz", user=in_role("Sales"))
    page.route("**/live/events**", lambda route: None)  # nothing is told, and nothing else makes it look
    page.goto(page.url.replace("/healthz", "/admin/"))
    page.wait_for_selector("#live[data-state=catching]")
    with page.expect_response(page.url):
        page.evaluate("document.dispatchEvent(new Event('live:doubt'))")


def test_when_a_page_says_no_more_that_the_hub_is_away_a_stream_is_opened(open_page: Opener) -> None:
    page = open_page("/healthz", user=in_role("Sales"))
    clock = PageClock(page)

    def without_a_hub(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "Leadsite-Live": "away"})

    page.route("**/admin/leads/lead/", without_a_hub)
    page.goto(page.url.replace("/healthz", "/admin/leads/lead/"))
    clock.run(400)
    page.unroute("**/admin/leads/lead/")
    clock.asked.clear()
    clock.run(95)
    asked = [address.partition("?")[0].rpartition("/admin")[2] for address in clock.asked]
    looked = asked.index("/leads/lead/")
    assert asked[looked + 1].endswith("/live/events"), clock.asked


HURRIED = """async ({ path, user }) => {
    const { Tabs } = await import(path);
    const quiet = Object.fromEntries(["change", "state", "here", "came", "first"].map((name) => [name, () => {}]));
    const heard = [];
    new BroadcastChannel(`live ${user}`).onmessage = ({ data }) => heard.push(data.kind);
    const tabs = [1, 2, 3].map(() => new Tabs(user, quiet));
    for (const tab of tabs) tab.begin();
    await new Promise((done) => setTimeout(done, 200));
    heard.length = 0;
    tabs[2].hurry();
    await new Promise((done) => setTimeout(done, 500));
    return heard.filter((kind) => kind === "wake");
}"""


def test_a_tab_that_asks_for_the_stream_is_passed_on_by_nobody(open_page: Opener) -> None:
    page = open_page("/admin/", user=in_role("Sales"))
    path = page.locator("script[src*='live/live']").get_attribute("src")
    assert path is not None
    tabs = path.rpartition("/")[0] + "/tabs.js"
    assert page.evaluate(HURRIED, {"path": tabs, "user": "somebody"}) == ["wake"]


PRESSED = """async ({ path, open }) => {
    const { pressed } = await import(path);
    const did = [];
    const tabs = {
        matchAll: async () => open.map((url) => ({ url, focus: () => did.push(`shown ${url}`) })),
        openWindow: async (url) => did.push(`opened ${url}`),
    };
    await pressed({ close: () => did.push("closed"), data: { url: "/admin/leads/lead/1/change/" } }, tabs);
    return did;
}"""
OTHER, SAME = "http://shop/admin/", "http://shop/admin/leads/lead/1/change/"


@pytest.mark.parametrize(
    ("open_tabs", "does"), [([OTHER], "opened /admin/leads/lead/1/change/"), ([OTHER, SAME], f"shown {SAME}")]
)
def test_a_pressed_notice_shows_its_lead(open_page: Opener, open_tabs: list[str], does: str) -> None:
    path = static("leadsite/shell/worker/main.js")
    assert open_page("/admin/login/").evaluate(PRESSED, {"path": path, "open": open_tabs}) == ["closed", does]


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
