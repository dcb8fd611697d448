"""The back office without network: what was read can be read again, by whoever is signed in and nobody else."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.leads import facts
from tests.people import alice

pytestmark = pytest.mark.browser


# The paths that this browser's worker can show without network.
KEPT = """() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.map(({ path }) => path));
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ kind: "list" }, [port2]));
})"""


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(KEPT)
    return found


def wait_until_kept(page: Page, path: str) -> None:
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function(f"async (path) => (await ({KEPT})()).includes(path)", arg=path)


def test_what_was_read_can_be_read_without_network_until_signing_out(open_page: Opener) -> None:
    lead = facts.lead()
    path = f"/admin/leads/lead/{lead.pk}/change/"
    page = open_page("/admin/", user=alice(), service_workers="allow")
    own = page.url.removesuffix("/admin/")
    wait_until_kept(page, "/admin/leads/lead/")
    page.goto(own + path)
    wait_until_kept(page, path)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1.name")).to_have_text(lead.name)
    page.goto(own + "/admin/leads/lead/?q=Kanari")
    expect(page.locator("h1")).to_have_text("Offline")
    page.get_by_role("link", name=lead.name).click()
    expect(page.locator("h1.name")).to_have_text(lead.name)
    page.context.set_offline(False)
    page.goto(own + "/admin/")
    page.locator("#user-tools summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("You are signed out")
    page.context.set_offline(True)
    page.goto(own + path)
    expect(page.locator("h1")).to_have_text("Offline")
    expect(page.locator("body")).not_to_contain_text(lead.name)


def test_it_can_be_installed_as_an_app(open_page: Opener) -> None:
    page = open_page("/admin/", user=alice(), service_workers="allow")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert (found["errors"], found["url"].endswith("/admin/app.webmanifest")) == ([], True)
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Contexts of the driver are as private windows, in which nothing is installed.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
