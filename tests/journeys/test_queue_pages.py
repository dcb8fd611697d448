"""A form that may wait, on a page: where the device keeps nothing, and when it is pressed twice."""

import pytest
from playwright.sync_api import Page, expect

from activity.models import Activity
from leadsite.offline.models import OfflineAction
from tests.journeys.conftest import Opener
from tests.journeys.test_offline import lead_path, wait_until
from tests.journeys.test_offline_queue import LOCKS, queue
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.browser

# As a browser does whose disk is full, or that is told to keep nothing.
REFUSED = """
IDBFactory.prototype.open = () => {
    const request = { error: new DOMException("refused", "UnknownError") };
    setTimeout(() => request.onerror());
    return request;
};
"""
PRESSED_TWICE = """(button) => {
    button.form.requestSubmit(button);
    button.form.requestSubmit(button);
}"""
DEVICE = """async () => {
    const open = indexedDB.open("leadsite-queue", 1);
    await new Promise((done) => (open.onsuccess = done));
    const device = open.result.transaction("device").objectStore("device").get("own");
    await new Promise((done) => (device.onsuccess = done));
    open.result.close();
    return device.result.id;
}"""


def note(page: Page, words: str) -> None:
    page.get_by_placeholder("Note for the team").fill(words)
    page.get_by_role("button", name="Keep note").click()


def test_where_the_device_keeps_nothing_forms_go_to_the_server_and_what_cannot_is_not_lost(
    open_page: Opener,
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page("/healthz", user=neha)
    page.add_init_script(REFUSED)
    page.goto(page.url.replace("/healthz", lead_path(row)))
    note(page, "Prefers mornings")
    expect(page.locator("#timeline")).to_contain_text("Prefers mornings")
    page.context.set_offline(True)
    note(page, "Prefers evenings")
    expect(page.get_by_role("alert")).to_contain_text("This device does not let it be kept")
    expect(page.get_by_placeholder("Note for the team")).to_have_value("Prefers evenings")
    page.context.set_offline(False)
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator("#timeline")).to_contain_text("Prefers evenings")
    said = Activity.objects.filter(type="note").order_by("created_at").values_list("message", flat=True)
    assert list(said) == ["Prefers mornings", "Prefers evenings"]


def test_a_form_pressed_twice_is_one_action_of_this_device(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha)
    wait_until(page, LOCKS)
    page.context.set_offline(True)
    page.get_by_placeholder("Note for the team").fill("Prefers mornings")
    page.get_by_role("button", name="Keep note").evaluate(PRESSED_TWICE)
    # A move has no key of its own on the page: two of them would be two actions.
    page.locator(".moves button[value=contacted]").evaluate(PRESSED_TWICE)
    expect(page.locator("#queue-here > li")).to_have_count(2)
    assert [one["kind"] for one in queue(page)] == ["note", "status"]
    with page.expect_request("**/replay/") as sent:
        page.context.set_offline(False)
    expect(page.locator("#queue")).to_be_hidden()
    device = page.evaluate(DEVICE)
    assert (sent.value.post_data_json or {})["device"] == device
    assert Activity.objects.get(type="note").message == "Prefers mornings"
    assert [str(one.device) for one in OfflineAction.objects.all()] == [device, device]
