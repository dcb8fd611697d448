"""What the form weighs over the wire, whom it asks, and how soon a slow phone can use it.

Run against a running shop: .venv/bin/python -m bench.form_weight http://127.0.0.1:8000/
The slow phone is Chromium with its processor slowed four times and a line of 1.6 Mbit/s with 150 ms there and
back, Lighthouse's "slow 4G". Beside it, the same page without throttling.
"""

import shutil
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, sync_playwright

from bench.machine import header

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
LIMIT_BYTES, LIMIT_SECONDS = 40_000, 1.0


@dataclass
class Wire:
    bytes: int = 0
    requests: int = 0
    hosts: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self.asked)
        session.on("Network.loadingFinished", self.arrived)

    def asked(self, event: dict[str, dict[str, str]]) -> None:
        host = urlsplit(event["request"]["url"]).netloc
        if host:
            self.hosts.add(host)

    def arrived(self, event: dict[str, float]) -> None:
        self.requests += 1
        self.bytes += int(event["encodedDataLength"])


def visit(browser: Browser, url: str, *, slow: bool) -> tuple[Wire, float]:
    """What came over the wire, and the seconds until a product can be chosen and its price is on screen."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    session = page.context.new_cdp_session(page)
    wire = Wire()
    wire.listen(session)
    session.send("Network.enable")
    if slow:
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator("select[name=lines-0-product]").wait_for()
    page.wait_for_load_state("domcontentloaded")
    took = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    page.close()
    return wire, took


def main(url: str) -> int:
    print(header("The form over the wire"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        visit(browser, url, slow=False)  # the server's own first time
        fast = min(visit(browser, url, slow=False)[1] for _ in range(3))
        wire, slow = min((visit(browser, url, slow=True) for _ in range(3)), key=lambda visit: visit[1])
        browser.close()
    print(f"{wire.bytes} bytes in {wire.requests} requests to {sorted(wire.hosts)} (at most {LIMIT_BYTES})")
    print(f"usable after {slow:.2f} s on a slow phone (at most {LIMIT_SECONDS})")
    print(f"usable after {fast:.2f} s without throttling: {slow / fast:.1f} times as fast")
    foreign = wire.hosts != {urlsplit(url).netloc}
    return int(wire.bytes > LIMIT_BYTES or slow > LIMIT_SECONDS or foreign)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/"))
