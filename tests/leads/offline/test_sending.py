"""The device's sender alone, against scripted answers: what counts as arrived, refused, and none at all."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

KEEP = """async (at) => {
    const { keep } = await import("/offline/kept.js");
    const quote = { id: "one", state: "waiting", fields: [["name", "Priya"]], estimate: "INR 450.00", link: "https://wa.me/" };
    await keep({ ...quote, at: at || new Date().toISOString() });
}"""
SEND = """async (senders) => {
    const { sendAll } = await import("/offline/sending.js");
    const arrived = await Promise.all(Array.from({ length: senders }, () => sendAll({ patience: 2000 })));
    return arrived.map((one) => one.size);
}"""
KEEP_ANOTHER = """async () => {
    const { all, keep } = await import("/offline/kept.js");
    const [first] = await all();
    await keep({ ...first, id: "two", at: new Date(Date.parse(first.at) + 1000).toISOString() });
}"""
HOLD_ANOTHER = """async () => { await (await import("/offline/kept.js")).hold("two"); }"""
FORGET_ANOTHER = """async () => (await import("/offline/kept.js")).forget("two")"""
# While somebody sends on a line that hangs: the sender that does not wait, and the one that would.
BUSY = """async () => {
    const { sendAll } = await import("/offline/sending.js");
    let finish;
    const first = new Promise((resolve) => navigator.locks.request("leadsite-quotes", () => {
        resolve();
        return new Promise((end) => (finish = end));
    }));
    await first;
    const skipped = await sendAll({ wait: false });
    const waited = sendAll();
    finish();
    return [skipped.size, (await waited).size];
}"""
HOLD = """async (minutes) => {
    const { all, hold, keep } = await import("/offline/kept.js");
    await hold("one");
    const [quote] = await all();
    await keep({ ...quote, held: quote.held - minutes * 60_000 });
}"""
CHANGE = """async (instead) => {
    const { all, keep } = await import("/offline/kept.js");
    const [{ at, fields }] = await all();
    await keep({ id: "two", state: "waiting", at, fields: fields ?? [] }, instead);
}"""
ALL = """async () => (await (await import("/offline/kept.js")).all())"""
FORGET = """async () => (await import("/offline/kept.js")).forget("one")"""
TIDY = """async () => (await import("/offline/kept.js")).tidy()"""
TAKEN = {
    "success": True,
    "folio": "7K2M-9XTR-D45",
    "total": "500.00",
    "currency": "INR",
    "quote_url": "http://shop/q/x/",
}
GONE = {
    "success": False,
    "error": "One thing",
    "fields": {"lines-0-product": ["We do not have this product any more."]},
}

Answering = Callable[..., list[str]]


@pytest.fixture
def answering(device: Page) -> Iterator[Answering]:
    """`answering(201, {...})`: what the shop says from now on; gives what it is sent."""

    def answer(status: int, said: object, kind: str = "application/json") -> list[str]:
        bodies: list[str] = []

        def take(route: Route) -> None:
            bodies.append(route.request.post_data or "")
            body = said if isinstance(said, str) else json.dumps(said)
            route.fulfill(status=status, content_type=kind, body=body)

        device.route("**/?send", take)
        return bodies

    device.evaluate(KEEP, "")
    yield answer
    device.evaluate(FORGET)
    device.unroute("**/?send")


def kept(device: Page) -> dict[str, Any]:
    (only,) = device.evaluate(ALL)
    return dict(only)


def test_what_arrived_leaves_a_reference_and_nothing_that_was_typed(
    device: Page, answering: Answering
) -> None:
    bodies = answering(201, TAKEN)
    device.evaluate(SEND, 1)
    quote = kept(device)
    assert (quote["state"], quote["folio"], quote["priced"]) == ("sent", "7K2M-9XTR-D45", "INR 500.00")
    assert not {"fields", "link"} & quote.keys()
    assert "kept_estimate=INR+450.00" in bodies[0]


def test_two_senders_at_once_send_it_once(device: Page, answering: Answering) -> None:
    bodies = answering(201, TAKEN)
    assert sorted(device.evaluate(SEND, 2)) == [0, 1]
    assert len(bodies) == 1


def test_what_is_refused_stays_whole_with_the_reason_and_is_not_sent_again(
    device: Page, answering: Answering
) -> None:
    bodies = answering(422, GONE)
    device.evaluate(SEND, 1)
    device.evaluate(SEND, 1)
    quote = kept(device)
    assert (quote["state"], quote["fields"]) == ("refused", [["name", "Priya"]])
    assert quote["errors"] == ["We do not have this product any more."]
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (200, "<h1>Welcome to the hotel</h1>", "text/html"),
        (201, "<h1>Welcome to the hotel</h1>", "text/html"),
        (422, "{}", "application/json"),
        (429, "{}", "application/json"),
        (503, "away", "text/plain"),
    ],
)
def test_what_is_no_answer_of_the_shop_s_leaves_it_waiting(
    device: Page, answering: Answering, status: int, said: str, kind: str
) -> None:
    answering(status, said, kind)
    assert device.evaluate(SEND, 1) == [0]
    assert kept(device)["state"] == "waiting"


@pytest.mark.parametrize("status", [400, 413, 500])
def test_what_the_shop_chokes_on_waits_and_holds_up_nothing_else(
    device: Page, answering: Answering, status: int
) -> None:
    answers = [(status, "choked"), (201, json.dumps(TAKEN))]
    answering(201, TAKEN)
    device.evaluate(KEEP_ANOTHER)

    def take(route: Route) -> None:
        said, body = answers.pop(0)
        route.fulfill(status=said, content_type="application/json", body=body)

    device.route("**/?send", take, times=2)
    assert device.evaluate(SEND, 1) == [1]
    states = [quote["state"] for quote in device.evaluate(ALL)]
    device.evaluate(FORGET_ANOTHER)
    assert states == ["waiting", "sent"]


def test_what_got_no_answer_is_sent_again_as_such(device: Page, answering: Answering) -> None:
    first = answering(503, "away")
    device.evaluate(SEND, 1)
    second = answering(201, TAKEN)
    device.evaluate(SEND, 1)
    assert ["kept_tried=1" in body for body in (*first, *second)] == [False, True]


def test_a_sender_that_does_not_wait_leaves_it_to_who_is_at_it(device: Page, answering: Answering) -> None:
    answering(201, TAKEN)
    assert device.evaluate(BUSY) == [0, 1]


@pytest.mark.parametrize(("minutes", "arrived"), [(0, 0), (29, 0), (31, 1), (-5, 1)])
def test_what_is_being_changed_is_sent_as_it_was_only_when_it_was_left_alone(
    device: Page, answering: Answering, minutes: int, arrived: int
) -> None:
    answering(201, TAKEN)
    device.evaluate(HOLD, minutes)
    assert device.evaluate(SEND, 1) == [arrived]


def test_what_comes_to_be_changed_while_others_hang_is_not_sent(device: Page, answering: Answering) -> None:
    device.evaluate(KEEP_ANOTHER)
    bodies: list[str] = []

    def take(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        device.evaluate(HOLD_ANOTHER)
        route.fulfill(status=201, content_type="application/json", body=json.dumps(TAKEN))

    device.route("**/?send", take)
    assert device.evaluate(SEND, 1) == [1]
    states = [quote["state"] for quote in device.evaluate(ALL)]
    device.evaluate(FORGET_ANOTHER)
    assert (states, len(bodies)) == (["sent", "waiting"], 1)


def test_what_was_changed_takes_its_place(device: Page, answering: Answering) -> None:
    device.evaluate(CHANGE, "one")
    ids = [quote["id"] for quote in device.evaluate(ALL)]
    device.evaluate(FORGET_ANOTHER)
    assert ids == ["two"]


def test_what_arrived_meanwhile_keeps_its_reference_beside_the_change(
    device: Page, answering: Answering
) -> None:
    answering(201, TAKEN)
    device.evaluate(SEND, 1)
    device.evaluate(CHANGE, "one")
    states = sorted(quote["state"] for quote in device.evaluate(ALL))
    device.evaluate(FORGET_ANOTHER)
    assert states == ["sent", "waiting"]


def test_what_waited_for_more_than_a_week_is_not_sent(device: Page, answering: Answering) -> None:
    bodies = answering(201, TAKEN)
    device.evaluate(KEEP, "2020-01-01T00:00:00Z")
    assert device.evaluate(SEND, 1) == [0]
    assert bodies == []


def test_what_nobody_looked_at_for_a_month_goes(device: Page, answering: Answering) -> None:
    device.evaluate(KEEP, "2020-01-01T00:00:00Z")
    device.evaluate(TIDY)
    assert device.evaluate(ALL) == []
