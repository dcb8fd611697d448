"""CPU per quote with a thousand leads in the database and with a million.

Run: .venv/bin/python -m bench.cpu_by_size [SMALL LARGE]      (needs wrk; a million leads take minutes)
The time is that of the web processes and of PostgreSQL together, for the same number of quotes.
"""

import sys
import time

import psutil

from bench.machine import header
from bench.post_rate import load
from tests.faults.shop import Shop

SECONDS, ROUNDS = 8, 3


def cpu(pids: list[int]) -> float:
    """Seconds of CPU of these processes, their children and their children's children, the ended included."""
    total = 0.0
    for pid in pids:
        process = psutil.Process(pid)
        for one in [process, *process.children(recursive=True)]:
            times = one.cpu_times()
            total += times.user + times.system
        ended = process.cpu_times()
        total += ended.children_user + ended.children_system
    return total


def per_quote(shop: Shop, product: str, token: str, offset: int) -> float:
    """Microseconds of CPU for one quote; the lowest of the rounds is the least disturbed."""
    assert shop.process is not None
    assert shop.postgres.process is not None
    pids = [shop.process.pid, shop.postgres.process.pid]
    found = []
    for turn in range(ROUNDS):
        before = cpu(pids)
        result = load(shop.port, product, token, offset + turn * 10_000_000, SECONDS)
        shop.wait_until_drained(60)
        found.append((cpu(pids) - before) / (result.per_second * SECONDS) * 1e6)
        time.sleep(1)
    return min(found)


def main(small: int, large: int) -> int:
    print(header("CPU per quote by the number of leads"))
    shop = Shop()
    try:
        shop.open()
        product, token = shop.product(), shop.form_token()
        load(shop.port, product, token, 900_000_000, 3)
        costs = []
        for number, size in enumerate((small, large)):
            shop.manage("generate_leads", str(size))
            shop.postgres.sql("checkpoint")
            costs.append(per_quote(shop, product, token, number * 100_000_000))
            print(f"{size:>9,} leads: {costs[-1]:.0f} microseconds of CPU a quote", flush=True)
    finally:
        shop.close()
    ratio = costs[1] / costs[0]
    print(f"ratio {ratio:.2f} (at most 1.10)")
    return int(ratio > 1.10)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) if len(sys.argv) > 2 else main(1_000, 1_000_000))
