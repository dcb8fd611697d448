"""The files that a browser keeps for the back office, by the worker's own module in a page without a site behind it."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.script_pages import PageOver

pytestmark = pytest.mark.browser

OLD, NEW, PLAIN = "/desk.0123456789ab.css", "/desk.ba9876543210.css", "/plain.css"
# Two deployments: the old file and an unhashed one are kept, then the new one replaces both. `days` later another.
DEPLOYED = """async ([old, plain, now, days]) => {
    const { Files } = await import("/leadsite/shell/worker/files.js");
    const cache = await caches.open("leadsite-shell");
    const asked = fetch;
    const clock = Date.now;
    globalThis.fetch = async () => new Response("the site's");
    try {
        for (const path of [old, plain, now]) await cache.put(path, new Response(`kept ${path}`, { headers: { "Content-Type": "text/css" } }));
        const files = new Files({ files: [now], kept: "/admin/kept/" });
        await files.tidy();
        Date.now = () => clock() + days * 86_400_000;
        await files.tidy();
        const answers = {};
        for (const path of [old, plain, now]) {
            const answer = await files.answer(new Request(path));
            answers[path] = [files.has(new URL(path, location.origin)), await answer.text(), answer.headers.get("Content-Type")];
        }
        return answers;
    } finally {
        Object.assign(globalThis, { fetch: asked });
        Date.now = clock;
        await caches.delete("leadsite-shell");
    }
}"""
REFUSED = """async (path) => {
    const { Files } = await import("/leadsite/shell/worker/files.js");
    const asked = fetch;
    const never = () => Promise.reject(new DOMException("refused", "UnknownError"));
    globalThis.fetch = async () => new Response("the site's");
    caches.match = caches.open = never;
    try {
        const files = new Files({ files: [path], kept: "/admin/kept/" });
        return [await (await files.answer(new Request(path))).text(), await files.page("0") ?? "none"];
    } finally {
        globalThis.fetch = asked;
        delete caches.match;
        delete caches.open;
    }
}"""


@pytest.fixture(scope="module")
def device(page_over: PageOver) -> Page:
    return page_over("leadsite/static")


def deployed(device: Page, days: int) -> dict[str, Any]:
    answers: dict[str, Any] = device.evaluate(DEPLOYED, [OLD, PLAIN, NEW, days])
    return answers


def test_pages_kept_before_a_deployment_have_their_files(device: Page) -> None:
    answers = deployed(device, days=2)
    assert answers[OLD] == [True, f"kept {OLD}", "text/css"]
    assert answers[NEW] == [True, f"kept {NEW}", "text/css"]


def test_files_that_no_kept_page_can_wear_any_more_go(device: Page) -> None:
    assert deployed(device, days=4)[OLD][1] == "the site's"


def test_a_replaced_file_whose_name_does_not_tell_its_contents_goes_at_once(device: Page) -> None:
    assert deployed(device, days=0)[PLAIN][:2] == [False, "the site's"]


@pytest.mark.parametrize("path", [NEW, PLAIN])
def test_where_the_browser_s_cache_is_refused_files_come_from_the_site(device: Page, path: str) -> None:
    assert device.evaluate(REFUSED, path) == ["the site's", "none"]
