"""What a colleague does without network waits on the device, is theirs alone, and is done once when it is back."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from activity import follow_ups, notes
from activity.kinds import Actor
from activity.models import Activity
from leads.models import Lead
from leads.workflow import change_status
from tests.activity.outbox.conftest import channel
from tests.browsing import QUIET, chromium
from tests.faults.proxy import Mode, Proxy
from tests.journeys.conftest import Opener
from tests.journeys.looks import violations
from tests.journeys.test_offline import lead_path, wait_until, wait_until_kept
from tests.leads import facts
from tests.leadsite.jobs.workers import eventually
from tests.people import in_role

pytestmark = pytest.mark.browser
__all__ = ["channel"]  # the fixture of the outbox


LOCKS = """async () => {
    const open = indexedDB.open("leadsite-queue", 1);
    await new Promise((done) => (open.onsuccess = done));
    const locks = open.result.transaction("locks").objectStore("locks").count();
    await new Promise((done) => (locks.onsuccess = done));
    open.result.close();
    return locks.result > 0;
}"""


# All that lies in the queue's database, as text.
STORED = """async () => {
    const open = indexedDB.open("leadsite-queue", 1);
    await new Promise((done) => (open.onsuccess = done));
    const rows = open.result.transaction("actions").objectStore("actions").getAll();
    await new Promise((done) => (rows.onsuccess = done));
    open.result.close();
    return rows.result.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.sealed)).join();
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
    page = open_page(lead_path(row), user=neha, service_workers="allow")
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
    page = open_page(lead_path(row), user=neha, service_workers="allow")
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


def note(page: Page, text: str) -> None:
    page.get_by_placeholder("Note for the team").fill(text)
    page.get_by_role("button", name="Keep note").click()


def sign_in(page: Page, name: str) -> None:
    page.fill("[name=username]", name)
    page.fill("[name=password]", "n")
    page.click("[type=submit]")


def test_what_a_colleague_changed_meanwhile_is_shown_beside_ones_own_and_one_may_insist(
    open_page: Opener,
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    other = Actor("user", in_role("Sales", "rajesh", "Rajesh Kumar").identifier)
    page = open_page(lead_path(row), user=neha, service_workers="allow", width=1280)
    ready(page)
    page.context.set_offline(True)
    page.locator(".moves button[value=qualified]").click()
    note(page, "Prefers mornings")
    expect(page.locator("#queue-here > li")).to_have_count(2)
    change_status(leads=Lead.objects.all(), to="nurturing", actor=other, manager=False)
    page.context.set_offline(False)
    expect(page.locator("#queue")).to_have_class(re.compile("stuck"))
    page.locator("#queue").click()
    first, second = (page.locator("#queue-list > li").nth(place) for place in (0, 1))
    expect(first).to_contain_text("Somebody changed this lead meanwhile")
    expect(first.locator("[data-ours]")).to_contain_text("Status: New → Qualified")
    expect(first.locator("[data-theirs]")).to_contain_text("Status: New → Nurturing · Rajesh Kumar")
    expect(second).to_contain_text("waits for an earlier one of this lead")
    assert violations(page) == []
    first.get_by_role("button", name="Put mine instead").click()
    expect(page.locator("#queue-none")).to_be_visible()
    assert Lead.objects.get().status == "qualified"
    assert Activity.objects.filter(type="note").count() == 1


def test_a_refused_one_says_why_and_goes_once_it_is_put_right(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    page.context.set_offline(True)
    page.locator("[name=at]").first.fill("2001-01-01T10:00")
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator("#queue-here > li")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator("#queue")).to_have_class(re.compile("stuck"))
    page.locator("#queue").click()
    expect(page.locator("#queue-list")).to_contain_text("This time has passed.")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("When").fill("2098-12-01T10:00")
    page.get_by_role("button", name="Keep and send").click()
    expect(page.locator("#queue-none")).to_be_visible()
    assert Activity.objects.get(type="follow_up").due_at.year == 2098


def test_words_about_what_somebody_else_settled_are_kept_as_a_note(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    other = Actor("user", in_role("Sales", "rajesh", "Rajesh Kumar").identifier)
    now = timezone.now()
    waits = follow_ups.plan(
        lead_id=row.pk, action="call", at=now + timedelta(hours=1), reason="", actor=other, now=now
    )
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    page.context.set_offline(True)
    page.get_by_placeholder("What came of it").fill("Orders on Friday")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#queue-here > li")).to_have_count(1)
    follow_ups.cancel(activity_id=waits.pk, reason="Bought elsewhere", actor=other)
    page.context.set_offline(False)
    expect(page.locator("#queue")).to_have_class(re.compile("stuck"))
    page.locator("#queue").click()
    expect(page.locator("[data-theirs]")).to_contain_text("Bought elsewhere")
    for useless in ("Try again", "Edit"):
        expect(page.get_by_role("button", name=useless)).to_be_hidden()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the words").click()
    expect(page.locator("#queue-said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "Orders on Friday"
    page.get_by_role("button", name="Keep my words as a note").click()
    expect(page.locator("#queue-none")).to_be_visible()
    assert Activity.objects.get(type="note", actor_id=neha.identifier).message == "Orders on Friday"


def test_a_session_that_ended_meanwhile_loses_nothing(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    Session.objects.all().delete()
    note(page, "Prefers mornings")
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("#queue")).to_contain_text("1 to be sent: sign in")
    assert violations(page) == []
    sign_in(page, "neha")
    expect(page.locator("#queue-none")).to_be_visible()
    assert Activity.objects.get(type="note").message == "Prefers mornings"


def signed_in_beside(page: Page, name: str) -> Page:
    """Another tab, in which the session of this browser becomes another."""
    Session.objects.all().delete()
    beside = page.context.new_page()
    beside.goto(page.url.split("/admin/")[0] + "/admin/offline/")
    sign_in(beside, name)
    wait_until(beside, LOCKS)
    return beside


def test_a_page_of_an_earlier_session_of_the_same_person_still_sends_what_is_typed_there(
    open_page: Opener,
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    signed_in_beside(page, "neha")
    note(page, "Prefers mornings")
    expect(page.locator(".queue-said")).to_contain_text("Kept on this device.")
    eventually(lambda: Activity.objects.filter(type="note", actor_id=neha.identifier).count() == 1)
    expect(page.locator("#queue")).to_be_hidden()


def test_what_is_typed_on_ones_page_while_a_colleague_is_signed_in_beside_it_waits_for_oneself(
    open_page: Opener,
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    in_role("Sales", "rajesh", "Rajesh Kumar")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    beside = signed_in_beside(page, "rajesh")
    note(page, "Prefers mornings")
    expect(page.locator(".queue-said")).to_contain_text("when the network is back and you are signed in")
    expect(beside.locator("#queue-others")).to_contain_text("1 of another colleague")
    assert beside.evaluate("syncOfflineQueue()")["sent"] == 0
    assert (queue(beside), "mornings" in beside.content()) == ([{"state": "sealed"}], False)
    assert Activity.objects.filter(type="note").count() == 0
    beside.locator("#user-tools summary").click()
    beside.get_by_role("button", name="Sign out").click()
    expect(beside.locator("h1")).to_have_text("You are signed out")
    beside.goto(page.url.split("/admin/")[0] + "/admin/offline/")
    sign_in(beside, "neha")
    eventually(lambda: Activity.objects.filter(type="note").count() == 1)
    assert Activity.objects.get(type="note").actor_id == neha.identifier


def test_a_form_that_the_server_could_not_take_is_kept_and_done_once(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    write, tries = notes.write, []

    def away_once(**asked: object) -> object:
        tries.append(asked["key"])
        if len(tries) == 1:
            raise OperationalError("the database is away")
        return write(**asked)

    monkeypatch.setattr(notes, "write", away_once)
    note(page, "Prefers mornings")
    expect(page.locator("#queue-none")).to_be_visible()
    assert tries == [Activity.objects.get(type="note").pk] * 2


KEPT_TEXT = """async (path) => (await import("/static/leadsite/shell/worker/vault.js")).since(path)"""


@pytest.mark.usefixtures("channel")
def test_kept_pages_opened_again_the_board_and_an_sms_are_taken_and_done_once(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    site, text = page.url.split("/admin/")[0], f"/admin/leads/lead/{row.pk}/text/"
    ready(page)
    wait_until(page, KEPT_TEXT, text)
    page.goto(f"{site}/admin/leads/lead/board/")
    page.context.set_offline(True)
    page.locator("details.move summary").click()
    page.locator("details.move button[value=contacted]").click()
    expect(page.locator("#queue [data-count]")).to_have_text("1")
    for words in ("First", "Second"):
        page.goto(site + lead_path(row))
        note(page, words)
        expect(page.locator(".queue-said")).to_contain_text("Kept on this device.")
    for words in ("The oak has come.", "The teak has come."):
        page.goto(site + text)
        page.get_by_label("Text").fill(words)
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".queue-said")).to_contain_text("Kept on this device.")
    assert [one["kind"] for one in queue(page)] == ["status", "note", "note", "sms", "sms"]
    page.context.set_offline(False)
    done = Activity.objects.filter(actor_id=neha.identifier).order_by("created_at")
    eventually(lambda: done.filter(type="sms").count() == 2, 30)
    assert [(one.type, one.message) for one in done if one.type != "status_change"] == [
        ("note", "First"), ("note", "Second"), ("sms", "The oak has come."), ("sms", "The teak has come."),
    ]  # fmt: skip
    assert Lead.objects.get().status == "contacted"


def killed(profile: Path) -> None:
    """Every process of the browser that uses this profile."""
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            if any(str(profile) in word for word in one.cmdline()):
                one.kill()


@pytest.fixture
def reopen(browser: Browser, address: str, tmp_path: Path) -> Iterator[Callable[[str], Page]]:
    """A page of a browser with a profile of its own; called again, the browser was killed before."""
    profile = tmp_path / "profile"
    contexts: list[BrowserContext] = []

    def opened(path: str) -> Page:
        killed(profile)
        contexts.append(
            browser.browser_type.launch_persistent_context(
                profile, executable_path=chromium(), args=list(QUIET), service_workers="allow"
            )
        )
        page = contexts[-1].pages[0]
        page.goto(address + path)
        return page

    yield opened
    killed(profile)


def test_a_killed_browser_keeps_the_queue_for_its_colleague_alone(reopen: Callable[[str], Page]) -> None:
    row, neha = facts.lead(), in_role("Sales")
    in_role("Sales", "rajesh", "Rajesh Kumar")
    page = reopen(lead_path(row))
    sign_in(page, "neha")
    ready(page)
    page.context.set_offline(True)
    note(page, "Prefers mornings")
    page.locator(".moves button[value=contacted]").click()
    page.locator("[name=at]").first.fill("2098-12-01T10:00")
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator("#queue-here > li")).to_have_count(3)
    page = reopen("/admin/offline/")  # nobody's session has outlived it
    if page.locator("#user-tools").count():
        page.locator("#user-tools summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.goto(page.url.split("/admin/")[0] + "/admin/offline/")
    expect(page.locator("#queue")).to_contain_text("3 to be sent: sign in")
    sign_in(page, "rajesh")
    expect(page.locator("#queue-others")).to_contain_text("3 of another colleague wait on this device too.")
    assert queue(page) == [{"state": "sealed"}] * 3
    assert page.evaluate("syncOfflineQueue()")["sent"] == 0
    assert "Prefers mornings" not in page.content() + page.evaluate(STORED)
    assert Activity.objects.filter(actor_id=neha.identifier).count() == 0
    page.locator("#user-tools summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(page.url.split("/admin/")[0] + "/admin/offline/")
    sign_in(page, "neha")
    expect(page.locator("#queue-none")).to_be_visible()
    assert sorted(Activity.objects.filter(actor_id=neha.identifier).values_list("type", flat=True)) == [
        "follow_up", "note", "status_change",
    ]  # fmt: skip


def test_the_worker_sends_what_waits_with_no_page_open(open_page: Opener) -> None:
    """Background Sync, as the browser calls it when the network is back."""
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    origin = page.url.split("/admin/")[0]
    browser = page.context.new_cdp_session(page)
    workers: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: workers.extend(one["registrationId"] for one in told["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    page.context.set_offline(True)
    note(page, "Prefers mornings")
    expect(page.locator("#queue-here > li")).to_have_count(1)
    page.goto("about:blank")
    page.context.set_offline(False)
    sync = {"origin": origin, "registrationId": workers[0], "tag": "queue", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", sync)
    for _ in range(300):
        if Activity.objects.filter(type="note").exists():
            break
        page.wait_for_timeout(100)
    assert Activity.objects.get(type="note").message == "Prefers mornings"


def test_what_waits_is_not_put_back_into_the_page_that_one_goes_back_to(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    for path in ("**/note/", "**/replay/"):
        page.context.route(path, lambda route: route.abort())
    note(page, "Prefers mornings\nand tea")
    expect(page.locator("h1")).to_have_text("Waiting to be sent")
    page.go_back()
    expect(page.locator("#queue-here > li")).to_have_count(1)
    expect(page.get_by_placeholder("Note for the team")).to_have_value("")


@pytest.mark.parametrize("typed", ["", "Half a sent"])
def test_a_move_without_an_answer_waits_and_what_is_half_typed_beside_it_stays(
    open_page: Opener, typed: str
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    for path in ("**/move/", "**/replay/"):
        page.context.route(path, lambda route: route.abort())
    page.get_by_placeholder("Note for the team").fill(typed)
    page.locator(".moves button[value=contacted]").click()
    if not typed:
        expect(page.locator("h1")).to_have_text("Waiting to be sent")
        page.go_back()
    expect(page.locator("#queue-here > li")).to_have_count(1)
    expect(page.get_by_placeholder("Note for the team")).to_have_value(typed)
    page.context.unroute("**/replay/")
    page.evaluate("void syncOfflineQueue()")
    eventually(lambda: Lead.objects.filter(status="contacted").exists())
    assert Activity.objects.filter(type="status_change", actor_id=neha.identifier).count() == 1


def test_where_the_dot_says_that_nobody_answers_words_are_kept_before_anybody_is_asked(
    open_page: Opener,
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    page.context.route("**/session/", lambda route: None)
    page.evaluate("document.getElementById('live').dataset.state = 'offline'")
    note(page, "Prefers mornings")
    expect(page.locator(".queue-said")).to_contain_text("Kept on this device.")
    assert [one["kind"] for one in queue(page)] == ["note"]


@pytest.fixture
def line(address: str) -> Iterator[Proxy]:
    """To the shop, by a port of its own."""
    host, port = address.removeprefix("http://").split(":")
    proxy = Proxy((host, int(port)))
    yield proxy
    proxy.close()


LEFT = """async () => {
    const open = indexedDB.open("leadsite-queue", 1);
    await new Promise((done) => (open.onsuccess = done));
    const rows = open.result.transaction("actions").objectStore("actions").count();
    await new Promise((done) => (rows.onsuccess = done));
    open.result.close();
    return rows.result;
}"""


def test_what_hangs_on_a_mute_line_outlives_the_browser_and_is_done_once(
    reopen: Callable[[str], Page], line: Proxy
) -> None:
    row, neha = facts.lead(), in_role("Sales")
    way = f"http://localhost:{line.port}{lead_path(row)}"
    page = reopen("/healthz")
    page.goto(way)
    sign_in(page, "neha")
    ready(page)
    beside = page.context.new_page()  # a page that waits for an answer says nothing
    beside.goto(way)
    line.become(Mode.MUTE)
    page.get_by_placeholder("Note for the team").fill("Prefers mornings")
    page.evaluate("setTimeout(() => document.querySelector('form.note button').click())")
    wait_until(beside, f"async () => (await ({LEFT})()) === 1")
    assert queue(beside) == []  # it is on its way
    assert Activity.objects.count() == 0
    line.become(Mode.PASS)
    page = reopen("/healthz")
    page.goto(way)
    if page.locator("[name=username]").count():  # the cookies were not on the disk yet
        sign_in(page, "neha")
    expect(page.locator("#queue")).to_be_hidden()
    wait_until(page, f"async () => (await ({LEFT})()) === 0")
    assert Activity.objects.get(type="note", actor_id=neha.identifier).message == "Prefers mornings"


# Of this person, so many that nobody can open.
FILL = """async (person) => {
    const open = indexedDB.open("leadsite-queue", 1);
    await new Promise((done) => (open.onsuccess = done));
    const transaction = open.result.transaction("actions", "readwrite");
    for (let n = 0; n < 1000; n++) transaction.objectStore("actions").add({ key: `${n}`, person, state: "waiting" });
    await new Promise((done) => (transaction.oncomplete = done));
    open.result.close();
}"""


def test_a_full_queue_says_so_and_leaves_the_text_where_it_is(open_page: Opener) -> None:
    row, neha = facts.lead(), in_role("Sales")
    page = open_page(lead_path(row), user=neha, service_workers="allow")
    ready(page)
    page.evaluate(FILL, neha.identifier)
    page.context.set_offline(True)
    note(page, "Prefers mornings")
    expect(page.get_by_role("alert")).to_contain_text("1,000 actions wait on this device already")
    expect(page.get_by_placeholder("Note for the team")).to_have_value("Prefers mornings")
    assert len(queue(page)) == 1000
    assert {one["state"] for one in queue(page)} == {"unreadable"}
