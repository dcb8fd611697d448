"""Quotes a second: the real form, the same form stored nowhere, and what one would write first.

Run: .venv/bin/python -m bench.post_rate      (needs wrk)
Three servers of two workers each, in turn, three rounds of five seconds with 16 clients; medians. Processor
time is of all that a quote keeps busy, PostgreSQL and the worker too, until nothing waits any more.
"""

import contextlib
import http.client
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench import spent
from bench.machine import header
from tests.faults.postgres import free_port
from tests.faults.shop import ROOT, Shop

ROUNDS, SECONDS, CLIENTS = 3, 5, 16
CONNECTIONS = 100  # the shop's, and one for each thread of the plain form
WAITING = "select exists (select from lead_clocks where route_at <= now())"
SCRIPT = Path(__file__).with_name("post.lua")


@dataclass(frozen=True)
class Result:
    per_second: float
    p50: float
    p95: float
    failures: int
    cost: float = 0.0  # milliseconds of processor time a quote


def load(port: int, product: str, token: str, offset: int, seconds: int = SECONDS) -> Result:
    done = subprocess.run(
        ["wrk", "-t", "2", "-c", str(CLIENTS), "-d", f"{seconds}s", "-s", SCRIPT, f"http://127.0.0.1:{port}",
         "--", "/", product, token, str(offset)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    _, requests, micros, errors, p50, p95, wrong = line.split()
    failures = int(errors) + int(wrong)  # a refusal is quick: it is no quote
    return Result((int(requests) - int(wrong)) / (int(micros) / 1e6), float(p50), float(p95), failures)


@contextlib.contextmanager
def served(module: str, shop: Shop) -> Iterator[tuple[int, int]]:
    """A comparison under the server and worker count of the real one: its port and its process."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "32",
         "--host", "127.0.0.1", "--port", str(port), "--log-level", "error", f"{module}:application"],
        cwd=ROOT, env=shop.environment,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            return
        time.sleep(0.1)
    raise SystemExit(f"nothing serves on port {port}")


def main() -> int:
    print(header("Quotes a second"))
    shop = Shop(connections=CONNECTIONS)
    try:
        shop.open()
        product, token = shop.product(), shop.form_token()
        with served("bench.nowhere", shop) as nowhere, served("bench.plain", shop) as plain:
            whole = spent.of_shop(shop)
            servers = {
                "stored (POST /)": (shop.port, whole),
                "stored nowhere": (nowhere[0], [nowhere[1]]),
                "plain ModelForm": (plain[0], [plain[1], *whole]),
            }
            results: dict[str, list[Result]] = {name: [] for name in servers}
            for turn in range(ROUNDS + 1):
                for number, (name, (port, roots)) in enumerate(servers.items()):
                    before = spent.now(roots)
                    result = load(port, product, token, (turn * len(servers) + number) * 10_000_000)
                    settle(shop)
                    seconds = spent.since(before, roots)
                    if turn:  # the first turn warms up
                        cost = 1000 * seconds / (result.per_second * SECONDS)
                        results[name].append(replace(result, cost=cost))
    finally:
        shop.close()
    return report(results)


def settle(shop: Shop) -> None:
    """Until the worker has found an owner for, or looked at, all that came."""
    shop.wait_until_drained(60)
    end = time.monotonic() + 60
    while time.monotonic() < end and shop.postgres.sql(WAITING)[0][0]:
        time.sleep(0.2)


def report(results: dict[str, list[Result]]) -> int:
    rates = {
        name: statistics.median(result.per_second for result in found) for name, found in results.items()
    }
    for name, found in results.items():
        p50, p95, cost = (
            statistics.median(getattr(result, key) for result in found) for key in ("p50", "p95", "cost")
        )
        failures = sum(result.failures for result in found)
        print(
            f"{name:<18} {rates[name]:7.0f}/s   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   failures {failures}"
            f"   processor {cost:.2f} ms"
        )
    real, nowhere, plain = rates.values()
    print(f"stored : stored nowhere  {real / nowhere:.2f} (at least 0.33)")
    print(f"stored : plain ModelForm {real / plain:.1f} (at least 4)")
    return int(real / nowhere < 1 / 3 or real / plain < 4)


if __name__ == "__main__":
    sys.exit(main())
