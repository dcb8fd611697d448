"""The back office without network: what was read can be read again, by whoever is signed in and nobody else."""

import re
from collections.abc import Callable

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from playwright.sync_api import Page, expect

from leads.models import Lead
from tests.journeys.conftest import Opener
from tests.journeys.test_away import gone
from tests.leads import facts
from tests.leadsite.staff_pages import UNKNOWN
from tests.people import alice

pytestmark = pytest.mark.browser


# The paths that this browser's worker can show without network.
KEPT = """() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.map(({ path }) => path));
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ kind: "list" }, [port2]));
})"""


def wait_until_kept(page: Page, path: str) -> None:
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function(f"async (path) => (await ({KEPT})()).includes(path)", arg=path)


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
    page.get_by_role("link", name=lead.name).click()
    expect(page.locator("h1.name")).to_have_text(lead.name)
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


def test_signing_out_without_network_empties_the_device_too(desk: Signed) -> None:
    page = desk()
    page.context.set_offline(True)
    sign_out(page)
    expect(page.locator("#kept-sent")).to_be_visible()
    expect(page.locator("#kept-nothing")).to_be_visible()


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
    expect(page.locator("h1")).to_have_text("Waiting quotes", timeout=20_000)
    page.goto(f"{own(page)}/admin/leads/lead/{UNKNOWN}/change/")
    expect(page.locator("h1")).to_have_text("Nothing to see here")


def test_it_can_be_installed_as_an_app(open_page: Opener) -> None:
    page = open_page("/admin/", user=alice(), service_workers="allow")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert (found["errors"], found["url"].endswith("/admin/app.webmanifest")) == ([], True)
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Contexts of the driver are as private windows, in which nothing is installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
