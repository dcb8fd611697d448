"""Two colleagues look at the same leads in two browsers: each sees at once what the other does."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, expect

from tests.faults.shop import STAFF_NAME, STAFF_PASSWORD, Shop
from tests.faults.test_live import change, hub
from tests.page_clock import PageClock

pytestmark = [pytest.mark.faults, pytest.mark.browser]

SECONDS = 40_000
# Counts notices of the system, which no browser without a screen shows.
NOTES_NOTICES = """() => {
    globalThis.shown = [];
    globalThis.Notification = class {
        static permission = "default";
        static async requestPermission() { return (this.permission = "granted"); }
        constructor(words) { shown.push(words); }
    };
}"""
NOTES_BADGES = """() => {
    globalThis.badges = [];
    const badge = () => document.querySelector(".lead-head .badge").textContent.trim();
    let last = badge();
    const note = () => last !== badge() && badges.push((last = badge()));
    new MutationObserver(note).observe(document.querySelector(".lead-head"), {
        subtree: true, childList: true, characterData: true,
    });
}"""
Open = Callable[[str], Page]
A_COLLEAGUE = f"""
from django.contrib.auth import get_user_model
neha = get_user_model().objects.get(username="neha")
neha.set_password("{STAFF_PASSWORD}"); neha.save()
"""


@pytest.fixture
def colleague(browser: Browser, shop: Shop) -> Iterator[Callable[[], Open]]:
    """Signs in with a browser of their own; opens pages, in tabs of it, that are live."""
    contexts = []
    wrong: list[str] = []

    def sign_in(name: str = STAFF_NAME) -> Open:
        if name != STAFF_NAME:
            shop.manage("shell", "-c", A_COLLEAGUE)
        context = browser.new_context(service_workers="block")  # the server itself is tried
        contexts.append(context)
        context.set_default_timeout(SECONDS)

        def open_tab(path: str) -> Page:
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.goto(f"http://127.0.0.1:{shop.port}{path}")
            if page.locator("[name=username]").count():
                page.fill("[name=username]", name)
                page.fill("[name=password]", STAFF_PASSWORD)
                page.click("[type=submit]")
            expect(page.locator("#live")).to_have_attribute("data-state", "live", timeout=SECONDS)
            return page

        return open_tab

    yield sign_in
    for context in contexts:
        context.close()
    assert wrong == []


def lead_path(key: str) -> str:
    return f"/admin/leads/lead/{key}/change/"


def test_what_one_does_the_other_sees_and_loses_nothing_typed(
    colleague: Callable[[], Open], shop: Shop
) -> None:
    key = change(shop)
    one, other = colleague()(lead_path(key)), colleague()(lead_path(key))
    other.locator("summary", has_text="Lost").click()
    other.locator("#why-lost").fill("No budget")
    note = other.locator("textarea[name=text]")
    note.fill("I was just typ")
    note.evaluate("field => field.setSelectionRange(4, 8)")
    other.evaluate("scrollTo(0, 40)")
    one.locator(".moves button[value=contacted]").click()
    badge = other.locator(".lead-head .badge").first
    expect(badge).to_have_class(re.compile("badge-contacted"), timeout=SECONDS)
    expect(other.locator(".timeline")).to_contain_text("Contacted")
    expect(note).to_be_focused()
    assert note.evaluate("field => [field.value, field.selectionStart, scrollY]") == ["I was just typ", 4, 40]
    half_typed, pressed = (
        other.locator(f"form:has({one}) [name=was_status]") for one in ("#why-lost", "[value=qualified]")
    )
    expect(pressed).to_have_value("contacted")  # as the page shows it by now
    expect(half_typed).to_have_value("new")  # as it was when that was typed
    other.locator("form:has(#why-lost) button").click()
    expect(other.locator("dialog .side").last).to_contain_text("You, on another page")


def test_the_list_shows_a_new_lead_and_keeps_what_was_ticked(
    colleague: Callable[[], Open], shop: Shop
) -> None:
    first = change(shop)
    page = colleague()("/admin/leads/lead/")
    page.locator(f"[value='{first}'][name=chosen]").check()
    second = change(shop)
    expect(page.locator(f"[data-key='{second}']")).to_be_visible(timeout=SECONDS)
    expect(page.locator(f"[value='{first}'][name=chosen]")).to_be_checked()


def test_what_changes_waits_for_no_whole_page_and_is_not_undone_by_one(
    colleague: Callable[[], Open], shop: Shop
) -> None:
    key = change(shop)
    page = colleague()(lead_path(key))
    badge = page.locator(".lead-head .badge").first
    older: list[tuple[Route, APIResponse]] = []
    page.route(f"**{lead_path(key)}", lambda route: older.append((route, route.fetch())), times=1)
    shop.postgres.sql("update leads set status = 'contacted' where id = %s", key)
    expect(badge).to_have_class(re.compile("badge-contacted"), timeout=SECONDS)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # somebody looks: the whole page
    while not older:
        page.wait_for_timeout(10)
    page.evaluate(NOTES_BADGES)
    shop.postgres.sql("update leads set status = 'qualified' where id = %s", key)
    expect(badge).to_have_class(re.compile("badge-qualified"), timeout=SECONDS)
    with page.expect_response(f"**{lead_path(key)}", timeout=SECONDS):
        route, response = older[0]
        route.fulfill(response=response)
    with page.expect_response(f"**{lead_path(key)}", timeout=SECONDS):
        pass  # asked for once more, as it is now
    assert page.evaluate("badges") == ["Qualified"]


def test_tabs_of_one_browser_share_a_stream_and_hand_it_on(colleague: Callable[[], Open], shop: Shop) -> None:
    key = change(shop)
    open_tab = colleague()
    tabs = [open_tab(lead_path(key)) for _ in range(3)]
    streams = (
        "performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'eventsource').length"
    )
    locks = "navigator.locks.query().then(({held, pending}) => [held.length, pending.length])"
    assert tabs[0].evaluate(locks) == [1, 2]
    tabs[0].close()
    shop.postgres.sql("update leads set status = 'contacted' where id = %s", key)
    for tab in tabs[1:]:
        expect(tab.locator(".lead-head .badge").first).to_have_class(
            re.compile("badge-contacted"), timeout=SECONDS
        )
    assert tabs[1].evaluate(locks) == [1, 1]
    assert tabs[2].evaluate(streams) == 0


def test_when_the_hub_is_killed_the_page_says_so_and_catches_up(
    colleague: Callable[[], Open], shop: Shop
) -> None:
    key = change(shop)
    page = colleague()(lead_path(key))
    hub(shop).kill()
    shop.postgres.sql("update leads set status = 'contacted' where id = %s", key)
    expect(page.locator(".lead-head .badge").first).to_have_class(
        re.compile("badge-contacted"), timeout=SECONDS
    )
    expect(page.locator("#live")).to_have_attribute("data-state", "live", timeout=SECONDS)


def test_without_streams_the_page_looks_for_itself(colleague: Callable[[], Open], shop: Shop) -> None:
    key = change(shop)
    open_tab = colleague()
    page = open_tab(lead_path(key))
    page.route("**/live/events*", lambda route: route.abort())
    clock = PageClock(page)
    page.reload()
    clock.run(40)
    expect(page.locator("#live")).to_have_attribute("data-state", "polling", timeout=SECONDS)
    shop.postgres.sql("update leads set status = 'contacted' where id = %s", key)
    clock.run(95)  # it looks every ninety seconds
    expect(page.locator(".lead-head .badge").first).to_have_class(
        re.compile("badge-contacted"), timeout=SECONDS
    )


def in_words(page: Page) -> Locator:
    return page.locator("[data-here]")


def test_colleagues_see_who_is_at_the_same_lead_and_who_writes(
    colleague: Callable[..., Open], shop: Shop
) -> None:
    key = change(shop)
    here = colleague("neha")(lead_path(key))
    open_tab = colleague()
    there, again = open_tab(lead_path(key)), open_tab(lead_path(key))
    expect(in_words(here)).to_have_text("Asha is looking at this lead", timeout=SECONDS)
    expect(in_words(again)).to_have_text("Neha Patel is looking at this lead", timeout=SECONDS)
    expect(in_words(there)).to_have_text("Neha Patel is looking at this lead", timeout=SECONDS)
    here.locator("textarea[name=text]").fill("I will call at four")
    expect(in_words(there)).to_have_text("Neha Patel is writing here", timeout=SECONDS)
    hub(shop).kill()
    expect(in_words(again)).to_have_text("", timeout=SECONDS)
    expect(in_words(again)).to_have_text("Neha Patel is writing here", timeout=SECONDS)
    there.close()
    expect(in_words(here)).to_have_text("Asha is looking at this lead", timeout=SECONDS)
    again.close()
    expect(in_words(here)).to_have_text("", timeout=SECONDS)


def test_a_new_lead_is_announced_once_a_browser_in_title_and_words(
    colleague: Callable[..., Open], shop: Shop
) -> None:
    open_tab = colleague()
    today, listed = open_tab("/admin/"), open_tab("/admin/leads/lead/")
    for tab in (today, listed):
        tab.evaluate(NOTES_NOTICES)
    today.locator("#user-tools summary").click()
    today.get_by_role("button", name="Notices outside this page").click()
    expect(today.get_by_role("button", name="Notices outside this page")).to_have_attribute(
        "aria-pressed", "true"
    )
    today.evaluate("Object.defineProperty(document, 'hasFocus', {value: () => false})")
    key = change(shop)
    for tab in (today, listed):
        expect(tab.locator("[data-news]")).to_have_text("New lead: Priya", timeout=SECONDS)
    expect(today).to_have_title(re.compile(r"^\(1\) Today"))
    expect(listed.locator(f"[data-key='{key}']")).to_be_visible(timeout=SECONDS)
    assert today.evaluate("shown") + listed.evaluate("shown") == ["New lead: Priya"]
    today.evaluate("dispatchEvent(new Event('focus'))")
    expect(today).to_have_title(re.compile(r"^Today"))
    today.get_by_role("button", name="Notices outside this page").click()
    expect(today.get_by_role("button", name="Notices outside this page")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_figures_counters_and_the_board_change_in_place(colleague: Callable[..., Open], shop: Shop) -> None:
    first = change(shop)
    open_tab = colleague()
    today, listed, board = (
        open_tab(path) for path in ("/admin/", "/admin/leads/lead/", "/admin/leads/lead/board/")
    )
    figure = today.locator(".stat", has_text="New today").locator("strong")
    before = int(figure.inner_text().replace(",", ""))
    link = listed.locator(f"[data-key='{first}'] [data-open]")
    link.focus()
    today.evaluate("scrollTo(0, 120)")
    moves = board.locator(f"[data-key='{first}'] details")
    moves.locator("summary").click()
    second = change(shop)
    shop.postgres.sql(
        "update leads set owner_id = (select identifier from users where username = %s) where id = %s",
        STAFF_NAME, second,
    )  # fmt: skip
    expect(figure).to_have_text(f"{before + 1:,}", timeout=SECONDS)
    expect(listed.locator(".tabs a", has_text="Mine").locator(".count")).to_have_text("1", timeout=SECONDS)
    expect(board.locator(f"[data-key=new] [data-key='{second}']")).to_be_visible(timeout=SECONDS)
    expect(link).to_be_focused()
    assert today.evaluate("scrollY") == 120
    expect(moves).to_have_attribute("open", "")
    shop.postgres.sql("update leads set status = 'qualified' where id = %s", first)
    expect(board.locator(f"[data-key=qualified] [data-key='{first}']")).to_be_visible(timeout=SECONDS)
    expect(listed.locator(f"[data-key='{first}'] .badge-qualified")).to_be_visible(timeout=SECONDS)
    expect(link).to_be_focused()


def test_a_deadline_changes_in_place(colleague: Callable[..., Open], shop: Shop) -> None:
    key = change(shop)
    page = colleague()(lead_path(key))
    due = page.locator(".lead-head [data-countdown]")
    expect(due).to_be_visible(timeout=SECONDS)
    shop.postgres.sql("update lead_clocks set deadline = now() - interval '3 hours' where lead_id = %s", key)
    shop.postgres.sql("update leads set message = 'x' where id = %s", key)
    expect(due).to_have_class(re.compile("badge-late"), timeout=SECONDS)
