"""A queue of a browser, filled by its own module, and what the database has of it afterwards."""

import contextlib
import time

import psutil
from playwright.sync_api import Page, expect

from tests.faults.shop import STAFF_NAME, STAFF_PASSWORD, Shop
from tests.faults.test_live import change, processes

# One note, contact, follow-up or move after the other, over all these leads, as a page would keep them.
FILL = """async ({ leads, many }) => {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const { keep } = await import(loaded.find((name) => /\\/queue\\/queue\\.\\w+\\.js$/.test(name)));
    const { person } = document.getElementById("queue").dataset;
    const at = new Date().toISOString();
    const kinds = [
        ["note", (n) => ({ text: `Queued ${n}` })],
        ["call", (n) => ({ kind: "call", direction: "out", outcome: "reached", message: `Queued ${n}` })],
        ["follow_up", (n) => ({ action: "call", at: "2098-12-01T10:00", reason: `Queued ${n}` })],
        ["status", (n) => ({ to: n < 5 * leads.length ? "contacted" : "qualified", reason: "" })],
        ["approval", (n) => ({ approval_type: "other", what: `Queued ${n}` })],
    ];
    for (let n = 0; n < many; n++) {
        const lead = leads[n % leads.length];
        const [kind, fields] = kinds[Math.floor(n / leads.length) % kinds.length];
        await keep(person, {
            key: crypto.randomUUID(), kind, lead, name: "Priya", expected: at, claimed_at: at, fields: fields(n),
        });
    }
    return (await getOfflineQueue()).length;
}"""
STORED = """
    select (select count(*) from offline_actions where lead_id = any(%s::uuid[])),
           (select count(*) from lead_activity where lead_id = any(%s::uuid[]) and metadata ? 'claimed_at')
"""


def sign_in(page: Page, shop: Shop, path: str = "/admin/") -> None:
    """Until the colleague's queue can be used without network."""
    page.goto(f"http://127.0.0.1:{shop.port}{path}")
    page.fill("[name=username]", STAFF_NAME)
    page.fill("[name=password]", STAFF_PASSWORD)
    page.click("[type=submit]")
    expect(page.locator("#queue")).to_be_attached()
    page.evaluate(
        """async () => {
            const loaded = () => performance.getEntriesByType("resource").map(({ name }) => name);
            const { person } = document.getElementById("queue").dataset;
            for (let n = 0; n < 300; n++) {
                const lock = loaded().find((name) => /\\/queue\\/lock\\.\\w+\\.js$/.test(name));
                if (lock && (await (await import(lock)).key(person))) return;
                await new Promise((done) => setTimeout(done, 100));
            }
            throw new Error("never unlocked");
        }"""
    )


def new_leads(shop: Shop, many: int) -> list[str]:
    return [change(shop) for _ in range(many)]


def done(shop: Shop, leads: list[str]) -> tuple[int, int]:
    """Receipts, and entries of the log."""
    [(receipts, entries)] = shop.postgres.sql(STORED, leads, leads)
    return int(str(receipts)), int(str(entries))


def kill_server(shop: Shop) -> None:
    """Every process of the pages at once, the form's and the back office's; the start command brings them back."""
    for module in ("leadsite.serving.web", "leadsite.serving.staff"):
        for one in processes(shop, module):
            with contextlib.suppress(psutil.NoSuchProcess):
                for child in one.children(recursive=True):
                    child.kill()
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()


def wait_until_done(shop: Shop, leads: list[str], many: int, seconds: float = 120) -> int:
    """How many were, at the latest after so long."""
    end = time.monotonic() + seconds
    while (found := done(shop, leads)[0]) < many and time.monotonic() < end:
        time.sleep(0.02)
    return found
