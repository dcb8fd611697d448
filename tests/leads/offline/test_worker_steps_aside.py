"""The form's worker, whose device keeps nothing or too little: the customer is served as without one."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation
from playwright.sync_api import Page

from leads.offline.price_sheet import price_sheet
from tests.leads.customers import PRICES, filled

pytestmark = pytest.mark.browser

# The worker's own modules in a page, whose clock runs a hundred times faster. The shop answers as `said`: its status,
# after `seconds`. `refused` names what the browser will not do.
ASK = """async ([method, sheet, fields, refused, said]) => {
    const [{ posted }, { page, file }, { Copies }] = await Promise.all(
        ["quotes", "answers", "copies"].map((name) => import(`/offline/worker/${name}.js`)));
    const { all, forget } = await import("/offline/kept.js");
    const [slow, asked, open] = [setTimeout, fetch, IDBFactory.prototype.open];
    const never = () => Promise.reject(new DOMException("refused", "QuotaExceededError"));
    if (sheet !== null) {
        const cache = await caches.open("leadsite-form");
        const headers = { "X-Kept-At": "2026-11-27T10:00:00Z", "Content-Type": "text/html" };
        await cache.put("/?lang=en", new Response('<html><form data-prices="/prices/7?lang=en">', { headers }));
        if (sheet) await cache.put("/prices/7?lang=en", Response.json(sheet));
    }
    try {
        globalThis.registration = {};
        globalThis.setTimeout = (act, after, ...given) => slow(act, after / 100, ...given);
        globalThis.fetch = () => new Promise((resolve, reject) => {
            const answer = () => said.status ? resolve(new Response("the shop", { status: said.status })) : reject(new TypeError());
            slow(answer, said.seconds * 10);
        });
        if (refused.includes("caches")) caches.match = never;
        if (refused.includes("indexedDB")) IDBFactory.prototype.open = () => { throw new DOMException("refused", "UnknownError"); };
        if (refused.includes("indexedDB is silent")) IDBFactory.prototype.open = () => ({});
        const copies = new Copies({ statics: "/static/", languages: ["en"] });
        const body = method === "POST" ? new URLSearchParams(fields) : undefined;
        const event = { request: new Request("/", { method, body }), waitUntil() {} };
        const answer = await { POST: posted, GET: page, file: ({ request }) => file(request) }[method](event, copies)
            .catch(() => ({ status: 0, headers: new Headers(), text: () => "an error of the line" }));
        return { status: answer.status, to: answer.headers.get("Location") ?? "", text: await answer.text() };
    } finally {
        Object.assign(globalThis, { setTimeout: slow, fetch: asked });
        IDBFactory.prototype.open = open;
        delete caches.match;
        await caches.delete("leadsite-form");
        for (const { id } of await all()) await forget(id);
    }
}"""
AT_ONCE = {"status": 200, "seconds": 0}
LATE = {"status": 200, "seconds": 15}
AWAY = {"status": 503, "seconds": 0}
CUT = {"status": 0, "seconds": 0}
NO_COPY = None
NO_SHEET = ""


def sheet() -> dict[str, Any]:
    with translation.override("en"):
        return price_sheet(PRICES)


def ask(
    device: Page,
    said: dict[str, int],
    *,
    method: str = "POST",
    kept: object = "all",
    refused: tuple[str, ...] = (),
) -> dict[str, Any]:
    fields = [[name, value] for name, value in filled(("wall-panel", "2"), lang="en").items()]
    given = sheet() if kept == "all" else kept
    how = {"GET": "GET", "POST": "POST"}.get(method, "file")
    answer: dict[str, Any] = device.evaluate(ASK, [how, given, fields, refused, said])
    return answer


def whatsapp(answer: dict[str, Any]) -> str:
    """The text that the customer comes to WhatsApp with."""
    assert answer["to"].startswith("https://wa.me/")
    return parse_qs(urlsplit(answer["to"]).query)["text"][0]


@pytest.mark.parametrize("said", [LATE, AWAY, CUT], ids=["hangs", "503", "cut"])
@pytest.mark.parametrize(
    "refused", [(), ("indexedDB",), ("indexedDB is silent",)], ids=["kept", "refused", "silent"]
)
def test_where_the_shop_does_not_answer_whatsapp_opens_whether_or_not_the_quote_could_be_kept(
    device: Page, said: dict[str, int], refused: tuple[str, ...]
) -> None:
    assert "₹900.00" in whatsapp(ask(device, said, refused=refused))


@pytest.mark.parametrize(("kept", "refused"), [(NO_COPY, ()), (NO_SHEET, ()), ("all", ("caches",))])
@pytest.mark.parametrize(
    ("said", "status", "text"),
    [
        (AT_ONCE, 200, "the shop"),
        (LATE, 200, "the shop"),
        (AWAY, 503, "the shop"),
        (CUT, 0, "an error of the line"),
    ],
    ids=["answers", "hangs", "503", "cut"],
)
def test_where_there_is_nothing_to_say_it_with_the_customer_gets_what_the_shop_says(
    device: Page, kept: object, refused: tuple[str, ...], said: dict[str, int], status: int, text: str
) -> None:
    assert ask(device, said, kept=kept, refused=refused) == {"status": status, "to": "", "text": text}


@pytest.mark.parametrize("method", ["GET", "file"])
@pytest.mark.parametrize("said", [AT_ONCE, LATE], ids=["answers", "hangs"])
def test_pages_and_files_come_from_the_shop_where_the_browser_s_cache_is_refused(
    device: Page, method: str, said: dict[str, int]
) -> None:
    assert ask(device, said, method=method, refused=("caches",))["text"] == "the shop"
