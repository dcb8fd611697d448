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


# What the worker does with a form; ten seconds are over at once where `hurry` says so.
SEND = """async ({ fields, hurry }) => {
    const { sent } = await import("/queue/rescue.js");
    const { setTimeout } = self;
    const long = hurry ? (deed, time) => setTimeout(deed, time === 10_000 ? 0 : time) : setTimeout;
    self.setTimeout = long;
    const said = JSON.stringify({ person: "neha", key: fields.key, kind: "note", lead: "one" });
    const body = new URLSearchParams({ ...fields, queue: said });
    self.going = sent(new Request("/note/", { method: "POST", body })).then((answer) => {
        self.setTimeout = setTimeout;
        return [answer.status, answer.headers.get("Location")];
    });
}"""
STORED = """async () => {
    const { counts } = await import("/queue/queue.js");
    return [(await (await import("/queue/rows.js")).all()).length, (await counts("neha")).own];
}"""


def held(page: Page) -> list[Route]:
    """The forms that arrive: nobody answers them yet."""
    routes: list[Route] = []
    page.route("**/note/", lambda route: routes.append(route))
    return routes


def send(page: Page, text: str, *, hurry: bool = False) -> None:
    page.evaluate(SEND, {"fields": {"text": text, "key": "a"}, "hurry": hurry})


def first_of(page: Page, routes: list[Route]) -> Route:
    while not routes:
        page.wait_for_timeout(10)
    return routes[0]


def test_a_form_is_kept_until_its_answer_is_there_and_nobody_counts_it_meanwhile(queue: Page) -> None:
    routes = held(queue)
    send(queue, "First")
    first_of(queue, routes)
    assert (queue.evaluate(STORED), kept(queue)) == ([1, 0], [])
    routes[0].fulfill(status=200)
    assert queue.evaluate("self.going") == [200, None]
    queue.wait_for_function(f"async () => (await ({STORED})())[0] === 0")
    queue.unroute("**/note/")


@pytest.mark.parametrize("status", [0, 401, 503])
def test_a_form_without_an_answer_waits_under_its_key(queue: Page, status: int) -> None:
    routes = held(queue)
    send(queue, "First\nline", hurry=not status)
    if status:
        first_of(queue, routes).fulfill(status=status)
    assert queue.evaluate("self.going") == [204, "/admin/offline/"]
    assert [(one["key"], one["fields"]["text"]) for one in kept(queue)] == [("a", "First\r\nline")]
    assert queue.evaluate(STORED) == [1, 1]
    queue.unroute("**/note/")


def test_other_words_under_the_key_of_a_form_that_is_on_its_way_wait_under_another(queue: Page) -> None:
    routes = held(queue)
    send(queue, "First")
    first_of(queue, routes)
    queue.evaluate("void (self.first = self.going)")
    send(queue, "Second")
    assert queue.evaluate("self.going") == [204, "/admin/offline/"]
    (second,) = kept(queue)
    assert (second["fields"]["text"], second["key"] == "a", len(routes)) == ("Second", False, 1)
    routes[0].fulfill(status=200)
    assert queue.evaluate("self.first") == [200, None]
    queue.unroute("**/note/")
