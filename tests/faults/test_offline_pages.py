"""Browser, server and database are killed for real: what a colleague has read is there until they sign out."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import QUIET, chromium
from tests.faults.scenarios import stopped
from tests.faults.shop import STAFF_NAME, STAFF_PASSWORD, Shop
from tests.journeys.test_offline import KEPT, sign_out, wait_until_kept

pytestmark = [pytest.mark.faults, pytest.mark.browser]

SECONDS = 30_000
WHERE = (
    "IndexedDB",
    "Service Worker",
    "Cache",
    "Code Cache",
    "Local Storage",
    "Session Storage",
    "WebStorage",
)


class Device:
    """A browser with a profile of its own, which outlives its processes."""

    def __init__(self, browser: Browser, shop: Shop) -> None:
        self.driver, self.shop = browser.browser_type, shop
        self.profile = Path(tempfile.mkdtemp(prefix="leadsite-profile-"))
        self.context: BrowserContext | None = None

    def open(self) -> Page:
        self.context = self.driver.launch_persistent_context(
            self.profile, executable_path=chromium(), args=[*QUIET], viewport={"width": 360, "height": 740}
        )
        self.context.set_default_timeout(SECONDS)
        return self.context.pages[0]

    def goto(self, page: Page, path: str) -> None:
        page.goto(f"http://127.0.0.1:{self.shop.port}{path}")

    def shut(self) -> None:
        assert self.context is not None
        self.context.close()

    def kill(self) -> None:
        for one in psutil.process_iter(["cmdline"]):
            words = one.info["cmdline"] or []
            if f"--user-data-dir={self.profile}" in words and not any("--type=" in word for word in words):
                one.kill()
                one.wait(10)

    def written(self, *words: str) -> set[tuple[str, str]]:
        """Which of these words are on the disk, where sites may keep things, as (file, word)."""
        files = [path for name in WHERE for path in (self.profile / "Default" / name).rglob("*")]
        return {
            (str(path.relative_to(self.profile)), word)
            for path in files
            if path.is_file()
            for word in words
            if any(word.encode(code) in path.read_bytes() for code in ("utf-8", "utf-16-le"))
        }


@pytest.fixture
def device(browser: Browser, shop: Shop) -> Iterator[Device]:
    device = Device(browser, shop)
    yield device
    device.kill()
    shutil.rmtree(device.profile, ignore_errors=True)


def a_lead(shop: Shop) -> tuple[str, str, str]:
    [(key, name, phone)] = shop.postgres.sql(
        "insert into leads (name, phone) values ('Kanari Seelbinder', '+919820077123') returning id, name, phone"
    )
    return f"/admin/leads/lead/{key}/change/", str(name), str(phone)


def test_what_was_read_outlives_browser_server_and_database_until_signing_out(
    device: Device, shop: Shop
) -> None:
    path, name, phone = a_lead(shop)
    page = device.open()
    device.goto(page, "/admin/")
    page.fill("[name=username]", STAFF_NAME)
    page.fill("[name=password]", STAFF_PASSWORD)
    page.click("[type=submit]")
    wait_until_kept(page, "/admin/")
    device.shut()  # a browser writes its cookies down now and then, and when it is closed

    page = device.open()
    device.goto(page, path)
    wait_until_kept(page, path)
    assert device.written(name, phone) == set()
    assert shop.process is not None
    shop.process.send_signal(signal.SIGKILL)
    shop.process.wait()
    page.reload()
    expect(page.locator("h1.name")).to_have_text(name)
    device.kill()

    page = device.open()
    device.goto(page, "/admin/")
    expect(page.locator("h1")).to_have_text("Today")
    expect(page.locator(".kept")).to_be_visible()
    device.goto(page, path)
    expect(page.locator("h1.name")).to_have_text(name)
    shop.start()
    expect(page.locator(".kept")).to_have_count(0, timeout=SECONDS)

    with stopped(shop):
        page.reload()
        expect(page.locator(".kept")).to_be_visible()
        expect(page.locator("h1.name")).to_have_text(name)
    expect(page.locator(".kept")).to_have_count(0, timeout=SECONDS)

    sign_out(page)
    expect(page.locator("h1")).to_have_text("You are signed out")
    page.context.set_offline(True)
    device.goto(page, path)
    expect(page.locator("#kept-nothing")).to_be_visible()
    assert page.evaluate(KEPT) == []
    page.evaluate("async () => (await caches.open('x')).put('/x', new Response('Kanari in the open'))")
    assert device.written("Kanari in the open") != set()  # else nothing was proved
    assert device.written(name, phone) == set()
