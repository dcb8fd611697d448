"""What a browser kept without network, sent when it is back: how long, and whether each is done once.

Run: .venv/bin/python -m bench.offline_replay [actions]
A real Chromium fills its queue, of notes, contacts, follow-ups, moves and requests on 100 leads. The
shop's server processes are killed twice (SIGKILL) while it is sent; the start command brings them back.
"""

import sys
import time

from playwright.sync_api import Page, sync_playwright

from bench.machine import header
from tests.browsing import QUIET, chromium
from tests.faults.queued import FILL, done, kill_server, new_leads, sign_in, wait_until_done
from tests.faults.shop import Shop

LEADS, BOUND_SECONDS = 100, 60


def measure(page: Page, shop: Shop, many: int) -> tuple[float, tuple[int, int]]:
    """Seconds from the network's return to the last action, and what the database has then."""
    leads = new_leads(shop, LEADS)
    time.sleep(10)  # they are routed, the processes are warm
    page.context.set_offline(True)
    begun = time.monotonic()
    kept = page.evaluate(FILL, {"leads": leads, "many": many})
    print(f"kept on the device            {kept} in {time.monotonic() - begun:.1f} s")
    page.context.set_offline(False)
    begun = time.monotonic()
    for share in (0.25, 0.7):
        found = wait_until_done(shop, leads, int(many * share))
        kill_server(shop)
        print(f"server killed                 at {found} done, after {time.monotonic() - begun:.1f} s")
    wait_until_done(shop, leads, many)
    took = time.monotonic() - begun
    page.locator("#queue").wait_for(state="hidden", timeout=60_000)
    return took, done(shop, leads)


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(header(f"{many} actions of a queue, the server killed twice"))
    shop = Shop()
    try:
        shop.open()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=list(QUIET))
            page = browser.new_page()
            sign_in(page, shop)
            took, (receipts, entries) = measure(page, shop, many)
            browser.close()
    finally:
        shop.close()
    print(f"sent                          {took:.1f} s (at most {BOUND_SECONDS})")
    print(f"done once each                {receipts} of {many}, {entries} entries of the log")
    return int(took > BOUND_SECONDS or (receipts, entries) != (many, many))


if __name__ == "__main__":
    sys.exit(main())
