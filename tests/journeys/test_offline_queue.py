"""What a colleague does without network waits on the device, is theirs alone, and is done once when it is back."""

import re

import pytest
from playwright.sync_api import Page, expect

from activity.models import Activity
from leads.models import Lead
from tests.journeys.conftest import Opener
from tests.journeys.test_offline import wait_until, wait_until_kept
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser


LOCKS = """async () => {
    const open = indexedDB.open("leadsite-queue", 1);
    await new Promise((done) => (open.onsuccess = done));
    const locks = open.result.transaction("locks").objectStore("locks").count();
    await new Promise((done) => (locks.onsuccess = done));
    open.result.close();
    return locks.result > 0;
}"""


def ready(page: Page) -> None:
    """The worker has kept the page of the queue, and the key of the colleague's queue is there."""
    wait_until_kept(page, "/admin/offline/")
    wait_until(page, LOCKS)


def queue(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate("getOfflineQueue()")
    return found


def test_a_note_and_a_move_wait_and_are_done_once_when_the_network_is_back(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha, service_workers="allow")
    ready(page)
    page.context.set_offline(True)
    page.get_by_placeholder("Note for the team").fill("Prefers mornings")
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator(".queue-said")).to_contain_text("Kept on this device.")
    expect(page.get_by_placeholder("Note for the team")).to_have_value("")
    page.locator(".moves button[value=contacted]").click()
    expect(page.locator("#queue-here > li")).to_have_count(2)
    expect(page.locator("#queue-here")).to_contain_text("waiting to be sent")
    expect(page.locator("#queue [data-count]")).to_have_text("2")
    assert [one["kind"] for one in queue(page)] == ["note", "status"]
    assert Activity.objects.filter(actor_id=neha.identifier).count() == 0
    page.context.set_offline(False)
    expect(page.locator("#queue")).to_be_hidden()
    page.reload()
    expect(page.locator(".timeline").last).to_contain_text("on the device")
    assert Lead.objects.get().status == "contacted"
    assert sorted(Activity.objects.filter(actor_id=neha.identifier).values_list("type", flat=True)) == [
        "note", "status_change",
    ]  # fmt: skip


def test_the_page_of_the_queue(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(f"/admin/leads/lead/{row.pk}/change/", user=neha, service_workers="allow")
    ready(page)
    page.context.set_offline(True)
    page.get_by_placeholder("Note for the team").fill("Prefers mornings")
    page.get_by_role("button", name="Keep note").click()
    page.locator("#queue").click()
    expect(page.locator("#queue-list")).to_contain_text("Prefers mornings")
    page.get_by_role("button", name="Discard", exact=True).click()
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#queue-none")).to_be_visible()
    assert re.search("Nothing of yours waits", page.locator("#queue-none").inner_text())
