"""The queue's own modules in a browser, against a scripted server: what is kept under which key, sent, and when."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.script_pages import PageOver

pytestmark = pytest.mark.browser

KEEP = """async (actions) => {
    const { keep } = await import("/queue/queue.js");
    for (const action of actions) await keep("neha", action);
}"""
LIST = """async () => (await import("/queue/queue.js")).list("neha")"""
REPLAY = """async () => (await import("/queue/replay.js")).replay()"""
EMPTY = """async () => {
    const { drop, list } = await import("/queue/queue.js");
    await drop(await list("neha"));
}"""
SECRET = base64.b64encode(bytes(32)).decode()

# What the server says to a replay: a status and what is in the body.
Says = Callable[[list[dict[str, Any]]], tuple[int, Any]]


@pytest.fixture(scope="module")
def device(page_over: PageOver) -> Page:
    """A page that may import `/queue/….js`, with Neha signed in."""
    page = page_over("leadsite/static/leadsite")
    page.route("**/session/", lambda route: said(route, 200, {"person": "neha", "csrf": "x"}))
    page.route("**/key/", lambda route: said(route, 200, {"person": "neha", "secret": SECRET}))
    page.evaluate("document.cookie = 'reading=half'")
    page.evaluate(REPLAY)  # nothing waits: it unlocks the queue
    return page


def said(route: Route, status: int, body: object) -> None:
    route.fulfill(status=status, content_type="application/json", body=json.dumps(body))


@pytest.fixture
def queue(device: Page) -> Iterator[Page]:
    yield device
    device.unroute("**/replay/")
    device.evaluate(EMPTY)


def answering(page: Page, says: Says) -> list[list[str]]:
    """From now on; gives the texts of what it is sent, a list for each request."""
    batches: list[list[str]] = []

    def take(route: Route) -> None:
        actions = json.loads(route.request.post_data or "")["actions"]
        batches.append([one["fields"]["text"] for one in actions])
        said(route, *says(actions))

    page.route("**/replay/", take)
    return batches


def done(actions: list[dict[str, Any]]) -> tuple[int, Any]:
    return 200, {"answers": [{"key": one["key"], "result": "done"} for one in actions]}


def note(text: str, key: str, lead: str = "one") -> dict[str, Any]:
    return {"key": key, "kind": "note", "lead": lead, "fields": {"text": text, "key": key}}


def kept(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate(LIST))


def test_the_same_action_twice_is_kept_once(queue: Page) -> None:
    queue.evaluate(KEEP, [note("First", "a"), note("First", "a")])
    assert [one["fields"]["text"] for one in kept(queue)] == ["First"]


def test_other_words_under_a_key_that_is_taken_are_kept_under_another(queue: Page) -> None:
    queue.evaluate(KEEP, [note("First", "a"), note("Second", "a")])
    first, second = kept(queue)
    assert (first["fields"]["text"], second["fields"]["text"]) == ("First", "Second")
    assert first["key"] == "a"
    assert second["key"] == second["fields"]["key"] != "a"


def test_an_action_that_no_server_takes_stops_nothing_behind_it(queue: Page) -> None:
    queue.evaluate(KEEP, [note(text, text, lead=text) for text in ("a", "b", "bad", "c", "d")])

    def says(actions: list[dict[str, Any]]) -> tuple[int, Any]:
        bad = any(one["key"] == "bad" for one in actions)
        return (400, {"code": "unreadable", "words": "No."}) if bad else done(actions)

    answering(queue, says)
    assert queue.evaluate(REPLAY) == {"state": "done", "sent": 4, "conflict": 0, "refused": 1}
    (left,) = kept(queue)
    assert (left["key"], left["state"], left["answer"]["words"]) == ("bad", "refused", "No.")


# Edit, then discard, what was listed before `meanwhile` came over it.
STALE = """async (meanwhile) => {
    const { change, drop, list } = await import("/queue/queue.js");
    const [read] = await list("neha");
    const [other] = await list("neha");
    await (meanwhile === "sent" ? drop([other]) : change("neha", { ...other, fields: { text: "Newer" } }));
    return [await change("neha", { ...read, fields: { text: "Older" } }), await drop([read])];
}"""


@pytest.mark.parametrize(("meanwhile", "left"), [("sent", []), ("edited", ["Newer"])])
def test_what_changed_since_it_was_listed_is_neither_overwritten_nor_dropped(
    queue: Page, meanwhile: str, left: list[str]
) -> None:
    queue.evaluate(KEEP, [note("First", "a")])
    assert queue.evaluate(STALE, meanwhile) == [False, False]
    assert [one["fields"]["text"] for one in kept(queue)] == left


def test_what_is_being_sent_is_discarded_only_if_it_was_not_done(queue: Page) -> None:
    queue.evaluate(KEEP, [note("First", "a")])
    held: list[Route] = []
    queue.route("**/replay/", lambda route: held.append(route))
    with queue.expect_request("**/replay/"):
        queue.evaluate(
            """async () => {
                const { alone, drop, list } = await import("/queue/queue.js");
                const { replay } = await import("/queue/replay.js");
                const [read] = await list("neha");
                self.sending = replay();
                const asked = new Promise((resolve) => (self.begun = resolve));
                self.discarding = asked.then(() => alone(() => drop([read])));
            }"""
        )
    queue.evaluate("void self.begun()")
    said(held[0], *done([{"key": "a"}]))
    assert queue.evaluate("async () => [(await self.sending).sent, await self.discarding]") == [1, False]
