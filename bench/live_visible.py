"""From a commit to what people see in a real Chromium, beside open streams.

Run: .venv/bin/python -m bench.live_visible [streams]
The real shop on its port, 200 readers: the board, the list, a lead and Today, one after the other and then
the last three together, each in a browser of its own; the others are plain streams. Every eight seconds one
transaction renames a lead and adds another; a page notes when it shows that, by a MutationObserver and the
clock of this machine: list, board and lead the new name, Today one more new lead. The time begins before
COMMIT is sent. Then 50 changes a second: how often the pages ask meanwhile. Then nothing at all: how often
they ask.
"""

import asyncio
import statistics
import sys
import time
from collections import Counter
from functools import partial

from playwright.async_api import Browser, Page, Request, async_playwright

from bench.live import Reader
from bench.machine import header
from tests.browsing import QUIET, chromium
from tests.faults.shop import Shop
from tests.faults.test_live import change

CHANGES, APART_SECONDS = 10, 8.0
SETTLED_SECONDS = 5.0  # a page that was just opened still puts its copy away
BUSY_SECONDS, BUSY_RATE, IDLE_SECONDS = 20, 50, 60
# When each number that follows the words was there first.
TELLS = r"""
([words, part]) => {
    window.seen = {};
    const look = () => {
        const found = document.querySelector(part)?.textContent.match(words + "\\s*(\\d+)")?.[1];
        if (found) window.seen[found] ??= Date.now();
    };
    look();
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}
"""
PLACES = {
    "board": ("/admin/leads/lead/board/", "Visible", ".board"),
    "list": ("/admin/leads/lead/", "Visible", "tbody"),
    "lead": ("/admin/leads/lead/{}/change/", "Visible", ".lead-head"),
    "Today": ("/admin/", "New today", ".stats"),
}
TOGETHER = ("list", "lead", "Today")  # the board shows a dozen of a status: the lead has left it by then
ADD = "insert into leads (name, email) values ('Asha', gen_random_uuid() || '@example.com')"
Seen = dict[str, list[float]]


class Pages:
    """`list`, `lead` and `Today`, each in a browser of its own; `asked`: their requests by page."""

    def __init__(self, shop: Shop, key: str) -> None:
        self.shop, self.key = shop, key
        self.pages: dict[str, Page] = {}
        self.asked: Counter[str] = Counter()
        self.number = 100

    async def open(self, browser: Browser, cookies: str, name: str) -> None:
        path, words, part = PLACES[name]
        page = await self.tab(browser, cookies, path.format(self.key))
        page.on("request", partial(self.note, name))
        await page.evaluate(TELLS, [words, part])
        self.pages[name] = page

    async def close(self, name: str) -> None:
        await self.pages.pop(name).context.close()

    def note(self, name: str, request: Request) -> None:
        self.asked[name] += 1

    async def tab(self, browser: Browser, cookies: str, path: str) -> Page:
        context = await browser.new_context()
        pairs = [pair.split("=", 1) for pair in cookies.split("; ")]
        url = f"http://127.0.0.1:{self.shop.port}"
        await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in pairs])
        page = await context.new_page()
        await page.goto(url + path)
        await page.wait_for_selector("#live[data-state=live]", timeout=60_000)
        await asyncio.sleep(SETTLED_SECONDS)
        return page

    async def seen(self) -> dict[str, dict[str, float]]:
        return {name: await page.evaluate("window.seen") for name, page in self.pages.items()}


async def changes(shop: Shop, pages: Pages) -> Seen:
    """Milliseconds by page."""
    seen = await pages.seen()
    before = {name: max(map(int, marks), default=0) for name, marks in seen.items()}
    before |= {name: pages.number for name in before if name != "Today"}
    begun = []
    with shop.postgres.connect() as link:
        for _ in range(CHANGES):
            pages.number += 1
            link.execute("update leads set name = %s where id = %s", [f"Visible {pages.number}", pages.key])
            link.execute(ADD)
            begun.append(1000 * time.time())
            link.commit()
            await asyncio.sleep(APART_SECONDS)
    return {
        name: [
            marks[str(number)] - at
            for number, at in enumerate(begun, before[name] + 1)
            if str(number) in marks
        ]
        for name, marks in (await pages.seen()).items()
    }


async def busy(shop: Shop, pages: Pages) -> None:
    """A shop that changes all the time, lead after lead."""
    pages.asked.clear()
    with shop.postgres.connect() as link:
        link.autocommit = True
        keys = [key for (key,) in link.execute("select id from leads limit 500").fetchall()]
        for number in range(BUSY_SECONDS * BUSY_RATE):
            link.execute("update leads set message = 'x' where id = %s", [keys[number % len(keys)]])
            await asyncio.sleep(1 / BUSY_RATE)
    for name, times in sorted(pages.asked.items()):
        print(
            f"{BUSY_RATE} changes a second      {name:6} asks {60 * times / BUSY_SECONDS:5.1f} times a minute"
        )


async def idle(pages: Pages) -> int:
    await asyncio.sleep(30)  # what was asked for last is there
    pages.asked.clear()
    await asyncio.sleep(IDLE_SECONDS)
    print(f"idle                      {dict(pages.asked) or 'no request'} in {IDLE_SECONDS} s (under one)")
    return int(any(pages.asked.values()))


async def measure(shop: Shop, streams: int) -> int:
    cookies, key = shop.sign_in(), change(shop)
    readers = [Reader() for _ in range(streams)]
    tasks = [asyncio.create_task(reader.listen(shop, cookies)) for reader in readers]
    await asyncio.wait_for(asyncio.gather(*(reader.ready.wait() for reader in readers)), 120)
    pages = Pages(shop, key)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium(), args=[*QUIET])
        await asyncio.sleep(10)  # the worker has routed the lead, all is warm
        slow = 0
        for name in PLACES:
            await pages.open(browser, cookies, name)
            slow |= report(await changes(shop, pages), "alone")
            await pages.close(name)
        for name in TOGETHER:
            await pages.open(browser, cookies, name)
        report(await changes(shop, pages), "together")
        await busy(shop, pages)
        restless = await idle(pages)
        await browser.close()
    for task in tasks:
        task.cancel()
    return slow or restless


def report(found: Seen, how: str) -> int:
    slow = 0
    for name, times in found.items():
        ranked = sorted(times)
        p50, p95 = statistics.median(ranked), ranked[int(len(ranked) * 0.95)]
        slow |= int(p95 > 100 or len(times) < CHANGES)
        shown = f"shown {len(times)} of {CHANGES}"
        print(
            f"commit to visible, {name:6}{how:9} p50 {p50:5.0f} ms   p95 {p95:5.0f} ms (at most 100)  {shown}"
        )
    return slow


def main() -> int:
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else 196
    print(header(f"From a commit to what is seen: {streams} streams and four pages"))
    shop = Shop(connections=40)
    try:
        return asyncio.run(measure(shop.open(), streams))
    finally:
        shop.close()


if __name__ == "__main__":
    sys.exit(main())
