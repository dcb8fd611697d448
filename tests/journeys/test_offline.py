"""The back office without network: what was read can be read again, by whoever is signed in and nobody else."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from activity.kinds import Actor
from assignments import workflow
from leads.models import Lead
from leadsite.offline import shell_files
from tests.journeys.conftest import Opener
from tests.journeys.looks import violations, wider_than_the_screen
from tests.journeys.test_away import gone
from tests.leads import facts
from tests.leadsite.staff_pages import UNKNOWN
from tests.people import alice, in_role

pytestmark = pytest.mark.browser


# The paths that this browser's worker can show without network.
KEPT = """() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.map(({ path }) => path));
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ kind: "list" }, [port2]));
})"""


# Within a minute. (The driver's own wait takes a promise for a yes.)
UNTIL = """async (argument) => {
    for (let n = 0; n < 600; n++) {
        if (await (%s)(argument)) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`never: ${argument}`);
}"""


def wait_until(page: Page, condition: str, argument: str = "") -> None:
    page.evaluate(UNTIL % condition, argument)


def wait_until_kept(page: Page, path: str) -> None:
    wait_until(page, "() => navigator.serviceWorker.controller !== null")
    wait_until(page, f"async (path) => (await ({KEPT})()).includes(path)", path)


def wait_until_gone(page: Page, path: str) -> None:
    wait_until(page, f"async (path) => !(await ({KEPT})()).includes(path)", path)


# Two hours and a little, all of them open.
DEADLINE = """() => {
    const facts = { countdown: 7230, until: 90000, hours: "0 90000", known: 90000, soon: 60, when: "tomorrow" };
    const deadline = Object.assign(document.createElement("span"), { id: "deadline" });
    Object.assign(deadline.dataset, facts);
    document.querySelector("h1").append(deadline);
    document.dispatchEvent(new Event("live:renewed"));
}"""
# The worker's own module, in a page: 55 leads of the session "one", one a second.
VAULT = """async () => {
    const vault = await import("/static/leadsite/shell/worker/vault.js");
    const signIn = (half) => (document.cookie = `reading=${half};path=/admin/`);
    const titles = async () => (await vault.list()).map(({ title }) => title);
    let now = 1_800_000_000_000;
    Date.now = () => (now += 1000);
    signIn("one");
    for (let n = 0; n < 55; n++) {
        const page = { path: `/admin/leads/lead/${n}/change/`, title: `lead ${n}`, html: "", headers: [], lead: "page" };
        await vault.keep("one", page, { opened: true });
    }
    const newest = await titles();
    now += 3 * 86_400_000;
    const later = await titles();
    signIn("two");
    return { newest, later, others: await titles() };
}"""
Signed = Callable[..., Page]


@pytest.fixture
def desk(open_page: Opener) -> Signed:
    """Alice's browser on Today, with a worker that has kept the day's queue; `desk(width=1280)`."""

    def opened(**options: object) -> Page:
        page = open_page("/admin/", user=alice(), service_workers="allow", **options)
        wait_until_kept(page, "/admin/leads/lead/")
        return page

    return opened


def own(page: Page) -> str:
    return page.url.split("/admin/")[0]


def lead_path(lead: Lead) -> str:
    return f"/admin/leads/lead/{lead.pk}/change/"


def sign_out(page: Page) -> None:
    page.locator("#user-tools summary").click()
    page.get_by_role("button", name="Sign out").click()


def test_what_was_read_can_be_read_without_network_until_signing_out(desk: Signed) -> None:
    lead = facts.lead()
    page = desk()
    page.goto(own(page) + lead_path(lead))
    wait_until_kept(page, lead_path(lead))
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1.name")).to_have_text(lead.name)
    expect(page.locator(".kept")).to_contain_text(re.compile(r"Offline\. As of \d\d:\d\d"))
    expect(page.locator("#live")).to_have_attribute("data-state", "offline")
    page.get_by_role("link", name="Today").first.click()
    expect(page.locator("h1")).to_have_text("Today")
    page.goto(own(page) + "/admin/leads/lead/?q=Kanari")
    expect(page.locator("#kept-search")).to_be_visible()
    page.goto(own(page) + "/admin/accounts/user/")
    expect(page.locator("#kept-page")).to_be_visible()
    assert [*violations(page), *(["wide"] if wider_than_the_screen(page) else [])] == []
    page.get_by_role("link", name=lead.name).click()
    expect(page.locator("h1.name")).to_have_text(lead.name)
    assert [*violations(page), *(["wide"] if wider_than_the_screen(page) else [])] == []
    page.context.set_offline(False)
    expect(page.locator(".kept")).to_have_count(0, timeout=20_000)  # by itself
    sign_out(page)
    expect(page.locator("h1")).to_have_text("You are signed out")
    page.context.set_offline(True)
    page.goto(own(page) + lead_path(lead))
    expect(page.locator("#kept-nothing")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(lead.name)


def test_what_is_typed_meanwhile_stays_when_the_network_is_back(desk: Signed) -> None:
    lead = facts.lead()
    page = desk()
    page.goto(own(page) + lead_path(lead))
    wait_until_kept(page, lead_path(lead))
    page.context.set_offline(True)
    page.reload()
    note = page.locator("textarea[name=text]")
    note.fill("I was just typ")
    Lead.objects.filter(pk=lead.pk).update(name="Priya Sharma-Rao")
    page.context.set_offline(False)
    expect(page.locator("h1.name")).to_have_text("Priya Sharma-Rao", timeout=20_000)
    expect(page.locator(".kept")).to_have_count(0)
    expect(note).to_have_value("I was just typ")


def test_signing_out_without_network_empties_the_device_and_is_told_when_it_is_back(desk: Signed) -> None:
    page = desk()
    page.context.set_offline(True)
    sign_out(page)
    expect(page.locator("#kept-left")).to_be_visible()
    expect(page.locator("#kept-nothing")).to_be_visible()
    assert [*violations(page), *(["wide"] if wider_than_the_screen(page) else [])] == []
    page.context.set_offline(False)
    expect(page.locator("#login-form")).to_be_visible(timeout=20_000)  # by itself
    assert not Session.objects.exists()
    assert {"sessionid", "reading", "leaving"}.isdisjoint(one["name"] for one in page.context.cookies())


def test_a_database_that_is_away_leaves_what_was_read(desk: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = facts.lead()
    page = desk()
    page.goto(own(page) + lead_path(lead))
    wait_until_kept(page, lead_path(lead))
    with monkeypatch.context() as patched:
        patched.setattr(BaseDatabaseWrapper, "cursor", gone)
        page.reload()
        expect(page.locator("h1.name")).to_have_text(lead.name)
        expect(page.locator(".kept")).to_be_visible()
        page.goto(own(page) + "/admin/spool/")
        expect(page.locator("h1")).to_have_text("Offline")
        assert page.locator("#kept-list a").first.inner_text() == "Today"
    expect(page.locator("h1")).to_have_text("Waiting quotes", timeout=20_000)
    page.goto(f"{own(page)}/admin/leads/lead/{UNKNOWN}/change/")
    expect(page.locator("h1")).to_have_text("Nothing to see here")


def test_a_site_that_hangs_is_waited_for_no_longer_than_a_few_seconds(
    desk: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, over = desk(), threading.Event()
    cursor = BaseDatabaseWrapper.cursor
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", lambda *given: over.wait(20) and cursor(*given))
    page.reload()
    expect(page.locator(".kept")).to_be_visible()
    over.set()
    expect(page.locator(".kept")).to_have_count(0, timeout=20_000)


def test_deadlines_on_a_page_from_the_device_go_on_from_when_it_was_made(desk: Signed) -> None:
    page = desk()
    page.context.set_offline(True)
    page.clock.set_fixed_time(timezone.now() + timedelta(hours=1))
    page.reload()
    page.evaluate(DEADLINE)
    expect(page.locator("#deadline")).to_have_text("1 h left")


def test_leads_that_were_handed_away_are_not_kept(open_page: Opener, settings: Settings, db: None) -> None:
    settings.SALES_SEE = "own"
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    told, found_out = facts.worked(facts.lead(), neha), facts.worked(facts.lead(2), neha)
    page = open_page("/admin/", user=neha, service_workers="allow")
    for lead in (told, found_out):
        wait_until_kept(page, lead_path(lead))  # Today leads to both
    page.evaluate(
        "(id) => document.dispatchEvent(new CustomEvent('live:told', { detail: { gone: [id] } }))",
        str(told.pk),
    )
    wait_until_gone(page, lead_path(told))
    workflow.assign(lead_id=found_out.pk, owner=rajesh, actor=Actor("system"), reason="", now=timezone.now())
    page.goto(own(page) + lead_path(found_out))
    expect(page.locator("h1")).to_have_text("Nothing to see here")
    wait_until_gone(page, lead_path(found_out))
    wait_until_kept(page, "/admin/leads/lead/")
    page.context.set_offline(True)
    page.goto(own(page) + "/admin/leads/lead/")
    expect(page.locator("main")).to_contain_text(told.name)
    expect(page.locator("main")).not_to_contain_text(found_out.name)


def test_who_signs_in_after_somebody_finds_nothing_of_theirs(desk: Signed) -> None:
    lead = facts.lead(suspect="flood")  # which nobody is led to
    page = desk()
    page.goto(own(page) + lead_path(lead))
    wait_until_kept(page, lead_path(lead))
    page.context.clear_cookies(name="sessionid")  # it has ended
    page.goto(own(page) + "/admin/")
    expect(page.locator("#login-form")).to_be_visible()
    wait_until_gone(page, "/admin/")
    in_role("Sales")
    page.fill("[name=username]", "neha")
    page.fill("[name=password]", "n")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".who")).to_have_text("Neha")
    wait_until_kept(page, "/admin/leads/lead/")
    assert lead_path(lead) not in page.evaluate(KEPT)
    page.context.set_offline(True)
    page.goto(own(page) + "/admin/spool/")
    expect(page.locator("body")).not_to_contain_text("Alice")


def test_another_version_takes_over_and_none_takes_the_worker_away(
    desk: Signed, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk()
    cached = "async () => (await (await caches.open('leadsite-shell')).keys()).map(({ url }) => new URL(url).pathname)"
    assert sorted(page.evaluate(cached)) == sorted([*shell_files.addresses(), "/admin/kept/"])
    monkeypatch.setattr(shell_files, "addresses", lambda: ["/static/leads/site.css"])
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    wait_until(
        page, f"async () => (await ({cached})()).sort().join() === '/admin/kept/,/static/leads/site.css'"
    )
    settings.STAFF_OFFLINE = False
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    wait_until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
    assert page.evaluate(
        "async () => [await caches.keys(), (await indexedDB.databases()).map(({ name }) => name)]"
    ) == [
        [],
        ["leadsite-queue"],  # what is not sent yet is thrown away by nobody
    ]


def test_fifty_leads_are_kept_and_nothing_for_longer_than_three_days(open_page: Opener) -> None:
    page = open_page("/admin/kept/")
    newest = [f"lead {number}" for number in range(54, 4, -1)]
    assert page.evaluate(VAULT) == {"newest": newest, "later": [], "others": []}


def test_it_can_be_installed_as_an_app(open_page: Opener) -> None:
    page = open_page("/admin/", user=alice(), service_workers="allow")
    wait_until(page, "() => navigator.serviceWorker.controller !== null")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert (found["errors"], found["url"].endswith("/admin/app.webmanifest")) == ([], True)
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Contexts of the driver are as private windows, in which nothing is installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
