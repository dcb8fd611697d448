"""The customer's form without a connection: it opens again, estimates, keeps a quote and sends it once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.signals import request_started
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from activity.models import Activity
from leads.models import Lead, Submission
from leads.quoting import price_book
from tests.browsing import QUIET, chromium
from tests.faults.proxy import Mode, Proxy
from tests.journeys.conftest import Opener
from tests.journeys.customer import choose, introduce, landed, send, total
from tests.journeys.looks import violations, wider_than_the_screen
from tests.journeys.whatsapp import WhatsApp
from tests.leads.customers import DEARER
from tests.leadsite.jobs.workers import eventually

pytestmark = pytest.mark.browser

NOTICE = ".notice[data-quote]"
HAS_COPY = """async (language) => {
    if (!navigator.serviceWorker.controller) return false;
    const copy = await (await caches.open("leadsite-form")).match("/?lang=" + language);
    return Boolean(copy);
}"""
QUOTES = """async () => {
    const { all } = await import("/static/leads/offline/kept.js");
    return (await all()).map(({ id, state, fields }) => ({ id, state, typed: Boolean(fields) }));
}"""
LOOK_AGAIN = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => {}); // gone meanwhile
}"""
LEFT = """async () => [
    ...(await caches.keys()).filter((name) => name === "leadsite-form"),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
].length"""
AGE = """async (days) => {
    const { all, keep } = await import("/static/leads/offline/kept.js");
    for (const quote of await all()) {
        await keep({ ...quote, at: new Date(Date.now() - days * 24 * 3600 * 1000).toISOString() });
    }
}"""

DEAF = """() => {
    MessagePort.prototype.postMessage = () => {};
}"""
SOMEBODY_SENDS = """() => {
    navigator.locks.request("leadsite-quotes", () => new Promise(() => {}));
}"""
BUSY = """async () => {
    globalThis.fetch = caches.match = () => new Promise(() => {});
}"""
NO_STORE = """() => {
    IDBFactory.prototype.open = () => { throw new DOMException("refused", "UnknownError"); };
}"""
# Past the page's own script, which may have found the line cut by itself, and then keeps the quote.
POST = "HTMLFormElement.prototype.submit.call(document.getElementById('enquiry'))"
NO_CACHE = """() => {
    caches.match = caches.open = () => Promise.reject(new DOMException("refused", "UnknownError"));
}"""


@pytest.fixture
def road(live_server: LiveServer) -> Iterator[Proxy]:
    """What lies between the customer and the shop, and can be cut."""
    parts = urlsplit(live_server.url)
    road = Proxy((str(parts.hostname), int(parts.port or 0)))
    yield road
    road.close()


@pytest.fixture
def address(address: str, road: Proxy) -> str:
    return f"http://localhost:{road.port}"


def visited(open_page: Opener, path: str = "/", language: str = "en", **options: object) -> Page:
    """A page whose copy is on the device by now."""
    page = open_page(path, service_workers="allow", **options)
    eventually(lambda: bool(page.evaluate(HAS_COPY, language)))
    return page


def said(page: Page, number: int = 0) -> str:
    """The text that the notice's link opens WhatsApp with."""
    address = page.locator(f"{NOTICE} a[target=_blank]").nth(number).get_attribute("href")
    assert address is not None
    assert address.startswith("https://wa.me/919820099999?text=")
    return parse_qs(urlsplit(address).query)["text"][0]


def nothing_is_left(page: Page) -> bool:
    """Whether the browser, which looks for a newer worker now and then, has taken worker and copies away."""
    page.evaluate(LOOK_AGAIN)
    return not page.evaluate(LEFT)


def choose_offline(page: Page, product: str, quantity: str, notes: str = "") -> None:
    expect(page.locator(".cut")).to_be_visible()
    choose(page, 0, product, quantity, notes)
    introduce(page)


def press_send(page: Page) -> None:
    """Without a connection: WhatsApp opens beside the form."""
    with page.context.expect_page():
        page.click("#send")


def test_a_day_without_a_connection(open_page: Opener) -> None:
    page = visited(open_page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".cut")).to_contain_text("No connection. Prices are an estimate from")
    choose(page, 0, "wall-panel", "2", "by *Friday*")
    total(page, "₹900.00")
    expect(page.locator("#total-label")).to_have_text("Estimate with tax")
    page.click("#send")
    expect(page.locator("#id_name_error")).to_have_text("Tell us your name.")
    expect(page.locator("[name=name]")).to_be_focused()
    introduce(page)
    press_send(page)
    expect(page.locator(NOTICE)).to_contain_text("is kept on this device")
    expect(page.locator(NOTICE)).to_be_focused()
    assert said(page).splitlines()[:7] == [
        "Hello Verma Interiors, I would like this quote:",
        "",
        "*Estimate* · Priya Sharma",
        "",
        "1) Wall panel",
        "2 pieces · ₹900.00",
        "↳ by ×Friday×",
    ]
    assert "*Estimate ₹900.00* (INR, no tax added)" in said(page)
    expect(page.locator("[name=lines-0-product]")).to_have_value("")
    assert violations(page) == []

    price_book.install(DEARER)
    page.context.set_offline(False)
    expect(page.locator(NOTICE)).to_contain_text("reached the shop")
    submission = Submission.objects.get()
    expect(page.locator(NOTICE)).to_contain_text(submission.folio)
    expect(page.locator(NOTICE)).to_contain_text("The shop's total is ₹1,000.00. The estimate was ₹900.00.")
    expect(page.locator(".cut")).to_be_hidden()
    assert "estimate INR 900.00" in Activity.objects.get(type="quote").message
    assert [(quote["state"], quote["typed"]) for quote in page.evaluate(QUOTES)] == [("sent", False)]
    page.get_by_role("link", name="See your quote").click()
    expect(page.locator("h1")).to_contain_text(submission.folio)


def test_a_quote_pressed_twice_in_two_tabs_is_one_lead(open_page: Opener) -> None:
    page = visited(open_page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#enquiry")).to_be_visible()
    page.context.set_offline(True)
    for tab in (page, other):
        tab.reload()
        expect(tab.locator(".cut")).to_be_visible()
        for _ in range(2):
            choose(tab, 0, "wall-panel", "2")
            introduce(tab)
            press_send(tab)
            expect(tab.locator(NOTICE)).to_have_count(1)
    assert len(page.evaluate(QUOTES)) == 1
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.locator(NOTICE)).to_contain_text("reached the shop")
    assert (Lead.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_shop_that_dies_under_the_button_gets_the_quote_when_it_is_back(
    open_page: Opener, road: Proxy
) -> None:
    page = visited(open_page)
    choose(page, 0, "premium-laminate", "100")
    total(page, "₹12,980.00")
    introduce(page)
    own = page.url
    road.become(Mode.REFUSE)
    page.click("#send")
    assert "*Estimate ₹12,980.00* (INR, incl. tax ₹1,980.00)" in landed(page)
    page.goto(own)
    expect(page.locator(".cut")).to_be_visible()
    expect(page.locator(NOTICE)).to_contain_text("is kept on this device")
    road.become(Mode.PASS)
    page.goto(own)
    expect(page.locator(NOTICE)).to_contain_text("reached the shop")
    assert Submission.objects.count() == 1


def test_what_is_not_complete_when_the_line_dies_is_said_on_the_page_that_keeps_it(
    open_page: Opener, road: Proxy
) -> None:
    page = visited(open_page)
    choose(page, 0, "wall-panel", "2")
    total(page, "₹900.00")
    page.fill("[name=email]", "priya@example.com")
    page.fill("[name=message]", "Second floor")
    page.wait_for_load_state("networkidle")
    road.become(Mode.REFUSE)
    page.click("#send")
    expect(page.locator("#id_name_error")).to_have_text("Tell us your name.")
    expect(page.locator("[name=email]")).to_have_value("priya@example.com")
    expect(page.locator("[name=message]")).to_have_value("Second floor")
    page.fill("[name=name]", "Priya Sharma")
    press_send(page)
    expect(page.locator(NOTICE)).to_contain_text("is kept on this device")


def test_what_is_not_complete_is_behind_back_where_no_page_takes_it_from_the_worker(
    open_page: Opener, road: Proxy
) -> None:
    page = visited(open_page)
    page.evaluate(DEAF)
    choose(page, 0, "wall-panel", "2")
    page.fill("[name=message]", "Second floor")
    road.become(Mode.REFUSE)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.evaluate(POST)
    expect(page).to_have_url("chrome-error://chromewebdata/")
    page.go_back()
    expect(page.locator("[name=message]")).to_have_value("Second floor")


def test_a_browser_that_dies_keeps_the_quote_for_the_next_time(
    browser: Browser, whatsapp: WhatsApp, address: str, road: Proxy, tmp_path: Path
) -> None:
    with profile(browser, whatsapp, tmp_path) as context:
        page = context.new_page()
        page.goto(address)
        eventually(lambda: bool(page.evaluate(HAS_COPY, "en")))
        context.set_offline(True)
        page.reload()
        choose_offline(page, "wall-panel", "3")
        press_send(page)
        expect(page.locator(NOTICE)).to_be_visible()
        kill(tmp_path)
    road.become(Mode.REFUSE)
    with profile(browser, whatsapp, tmp_path) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".cut")).to_be_visible()
        expect(page.locator(NOTICE)).to_contain_text("Estimate: ₹1,350.00.")
        assert Submission.objects.count() == 0
        road.become(Mode.PASS)
        page.reload()
        expect(page.locator(NOTICE)).to_contain_text("reached the shop")
        assert Submission.objects.count() == 1


@contextmanager
def profile(browser: Browser, whatsapp: WhatsApp, folder: Path) -> Iterator[BrowserContext]:
    """A browser of its own that finds what an earlier one has left in the folder."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium(), args=[*QUIET, f"--host-resolver-rules={whatsapp.rules}"]
    )
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        with suppress(Error):
            context.close()


def kill(folder: Path) -> None:
    """Every process of the browser that uses this folder, at once."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(folder).encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def test_on_a_bad_line_the_kept_form_opens_and_says_so(open_page: Opener, road: Proxy) -> None:
    page = visited(open_page)
    road.become(Mode.MUTE)
    page.goto(page.url + "?product=wall-panel&quantity=3&source=poster")
    expect(page.locator(".cut")).to_be_visible()
    total(page, "₹1,350.00")
    expect(page.locator("[name=source]")).to_have_value("poster")
    road.become(Mode.PASS)
    page.fill("[name=lines-0-quantity]", "4")
    total(page, "₹1,800.00")
    expect(page.locator(".cut")).to_be_hidden()
    expect(page.locator("#total-label")).to_have_text("Total with tax")


def test_on_a_line_that_hangs_whatsapp_opens_without_waiting_for_who_is_sending(
    open_page: Opener, road: Proxy
) -> None:
    page = visited(open_page)
    road.become(Mode.MUTE)
    page.reload()
    choose_offline(page, "wall-panel", "2")
    page.evaluate(SOMEBODY_SENDS)
    press_send(page)
    expect(page.locator(NOTICE)).to_contain_text("is kept on this device")
    assert Submission.objects.count() == 0


def test_a_worker_whose_browser_refuses_to_keep_anything_is_not_in_the_way(
    open_page: Opener, road: Proxy
) -> None:
    page = visited(open_page)
    (worker,) = page.context.service_workers
    choose(page, 0, "wall-panel", "2")
    introduce(page)
    own = page.url
    worker.evaluate(NO_STORE)
    road.become(Mode.REFUSE)
    page.evaluate(POST)
    assert "*Estimate ₹900.00* (INR, no tax added)" in landed(page)
    worker.evaluate(NO_CACHE)
    road.become(Mode.PASS)
    page.goto(own)
    choose(page, 0, "wall-panel", "3")
    introduce(page)
    text = send(page)
    assert Submission.objects.get().folio in text


def test_the_shop_s_page_waits_for_no_worker_and_is_asked_for_once(open_page: Opener) -> None:
    page = visited(open_page)
    asked: list[str] = []

    def count(environ: dict[str, str], **_: object) -> None:
        asked.extend([environ["PATH_INFO"]] if environ["PATH_INFO"] == "/" else [])

    request_started.connect(count)
    try:
        page.goto(page.url)
        expect(page.locator("#enquiry")).to_be_visible()
        page.wait_for_load_state("networkidle")
    finally:
        request_started.disconnect(count)
    assert asked == ["/"]
    (worker,) = page.context.service_workers
    worker.evaluate(BUSY)
    page.goto(page.url)
    expect(page.locator("#enquiry")).to_be_visible()


def test_what_the_shop_refuses_is_said_and_can_be_put_right(open_page: Opener) -> None:
    page = visited(open_page)
    page.context.set_offline(True)
    page.reload()
    choose_offline(page, "premium-laminate", "100", "matt")
    press_send(page)
    expect(page.locator(NOTICE)).to_be_visible()
    price_book.install(DEARER)
    page.context.set_offline(False)
    expect(page.locator(NOTICE)).to_contain_text("could not take your request")
    expect(page.locator(NOTICE)).to_contain_text("We do not have this product any more.")
    page.fill("[name=name]", "")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("[name=lines-0-notes]")).to_have_value("matt")
    expect(page.locator("[name=name]")).to_have_value("Priya Sharma")
    assert [quote["state"] for quote in page.evaluate(QUOTES)] == ["refused"]
    choose(page, 0, "wall-panel", "2")
    own = page.url
    assert "*Estimate" not in send(page)
    page.goto(own)
    expect(page.locator(NOTICE)).to_contain_text("reached the shop")
    assert [quote["state"] for quote in page.evaluate(QUOTES)] == ["sent"]


def test_a_quote_that_is_changed_stays_until_the_new_one_is_kept(open_page: Opener) -> None:
    page = visited(open_page)
    page.context.set_offline(True)
    page.reload()
    choose_offline(page, "wall-panel", "2", "by Friday")
    press_send(page)
    choose(page, 0, "wall-panel", "99")
    page.fill("[name=email]", "priya@example.com")
    change = page.get_by_role("button", name="Change it")
    page.once("dialog", lambda dialog: dialog.dismiss())
    change.click()
    expect(page.locator("[name=lines-0-quantity]")).to_have_value("99")
    page.once("dialog", lambda dialog: dialog.accept())
    change.click()
    expect(page.locator(NOTICE)).to_contain_text("You are changing it")
    expect(page.locator("[name=lines-0-quantity]")).to_have_value("2")
    expect(page.locator("[name=email]")).to_have_value("")
    own = page.url
    page.close()
    page = page.context.new_page()
    page.goto(own)
    expect(page.locator("[name=lines-0-notes]")).to_have_value("by Friday")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("[name=lines-0-product]")).to_be_focused()
    page.fill("[name=lines-0-quantity]", "5")
    page.context.set_offline(False)
    total(page, "₹2,250.00")
    expect(page.locator("#total-label")).to_have_text("Total with tax")
    assert Submission.objects.count() == 0
    send(page)
    assert Lead.objects.get().quote_data["total"] == "2250.00"
    page.goto(own)
    expect(page.locator(NOTICE)).to_have_count(1)
    expect(page.locator(NOTICE)).to_contain_text("reached the shop")


def test_what_waited_too_long_is_not_sent_and_can_be_deleted(open_page: Opener) -> None:
    page = visited(open_page)
    page.context.set_offline(True)
    page.reload()
    choose_offline(page, "wall-panel", "1")
    press_send(page)
    expect(page.locator(NOTICE)).to_be_visible()
    page.evaluate(AGE, 8)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(NOTICE)).to_contain_text("was not sent: there was no connection for 7 days")
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator(NOTICE)).to_have_count(0)
    assert page.evaluate(QUOTES) == []
    assert Submission.objects.count() == 0


def test_the_worker_sends_by_itself_when_the_browser_says_that_there_is_a_line(open_page: Opener) -> None:
    page = visited(open_page)
    devtools = page.context.new_cdp_session(page)
    versions: list[dict[str, str]] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda told: versions.extend(told["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    page.context.set_offline(True)
    page.reload()
    choose_offline(page, "wall-panel", "1")
    press_send(page)
    expect(page.locator(NOTICE)).to_be_visible()
    own = page.url.rstrip("/")
    page.goto("about:blank")
    page.context.set_offline(False)
    told = {
        "origin": own,
        "registrationId": versions[0]["registrationId"],
        "tag": "quotes",
        "lastChance": False,
    }
    devtools.send("ServiceWorker.dispatchSyncEvent", told)
    eventually(lambda: Submission.objects.count() == 1)


def test_it_is_readable_in_hindi_in_the_dark_and_can_be_installed(open_page: Opener) -> None:
    page = visited(open_page, language="hi", locale="hi-IN", color_scheme="dark")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert (found["errors"], found["url"].endswith("/manifest.webmanifest?lang=hi")) == ([], True)
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Contexts of the driver are as private windows, in which nothing is installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
    page.context.set_offline(True)
    page.reload()
    choose_offline(page, "wall-panel", "2")
    press_send(page)
    expect(page.locator(NOTICE)).to_be_visible()
    assert "*अनुमान ₹900.00*" in said(page)
    assert violations(page) == []
    assert not wider_than_the_screen(page)


def test_the_worker_leaves_the_rest_of_the_site_alone_and_can_be_taken_back(
    open_page: Opener, settings: Settings
) -> None:
    page = visited(open_page)
    kept = page.evaluate(
        "async () => (await (await caches.open('leadsite-form')).keys()).map((one) => new URL(one.url).pathname)"
    )
    assert {path.split("/")[1] for path in kept} == {"", "prices", "static"}
    page.context.set_offline(True)
    for path in ("/admin/", "/api/v1/docs", "/visit/unknown/", "/q/unknown/"):
        assert page.evaluate("(path) => fetch(path).then(() => false, () => true)", path), path
    page.context.set_offline(False)
    settings.FORM_OFFLINE = False
    page.reload()
    eventually(lambda: nothing_is_left(page), seconds=60)
