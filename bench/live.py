"""From a commit to the event on open streams: how long, and what a stream costs in memory.

Run: .venv/bin/python -m bench.live [streams]
The real shop on its port; 200 streams of one colleague, a lead changed every 0.2 s; the hub's and the web
workers' memory before and after the streams were opened; and what idle streams cost.
"""

import asyncio
import statistics
import sys
import time

import psutil

from bench.machine import header
from tests.faults.shop import Shop
from tests.faults.test_live import change, processes

CHANGES, APART_SECONDS, IDLE_SECONDS = 50, 0.2, 10


class Reader:
    """Notes when each message came."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self.ready = asyncio.Event()

    async def listen(self, shop: Shop, cookies: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
        writer.write(
            f"GET /live/events?age=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode()
        )
        try:
            while line := await reader.readline():
                if line.startswith(b"event: ready"):
                    self.ready.set()
                elif b'"leads"' in line:
                    self.heard.append(time.monotonic())
        finally:
            writer.close()


def servers(shop: Shop) -> list[psutil.Process]:
    web = processes(shop, "leadsite.serving.web")
    return [*processes(shop, "leadsite.serving.live"), *(one for server in web for one in server.children())]


def memory(shop: Shop) -> int:
    """Private bytes of the hub and of the web workers."""
    return sum(one.memory_full_info().uss for one in servers(shop))


def cpu(shop: Shop) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in servers(shop))


async def measure(shop: Shop, streams: int) -> list[float]:
    """Milliseconds from the return of each commit to each stream."""
    cookies = shop.sign_in()
    key = change(shop)
    await asyncio.sleep(10)  # the worker has routed it, the processes are warm
    warm = Reader()
    tasks = [asyncio.create_task(warm.listen(shop, cookies))]
    await asyncio.wait_for(warm.ready.wait(), 30)
    before = memory(shop)
    readers = [Reader() for _ in range(streams)]
    tasks += [asyncio.create_task(reader.listen(shop, cookies)) for reader in readers]
    await asyncio.wait_for(asyncio.gather(*(reader.ready.wait() for reader in readers)), 120)
    print(f"memory, hub and web workers   {(memory(shop) - before) / streams / 1000:.1f} kB a stream")
    begun = cpu(shop)
    await asyncio.sleep(IDLE_SECONDS)
    print(f"idle                          {100 * (cpu(shop) - begun) / IDLE_SECONDS:.2f} % of a processor")
    found = await changes(shop, key, readers)
    for task in tasks:
        task.cancel()
    return found


async def changes(shop: Shop, key: str, readers: list[Reader]) -> list[float]:
    found: list[float] = []
    with shop.postgres.connect() as link:
        link.autocommit = True
        for _ in range(CHANGES):
            link.execute("update leads set message = coalesce(message, '') || '.' where id = %s", [key])
            committed = time.monotonic()
            await asyncio.sleep(APART_SECONDS)
            for reader in readers:
                found += [1000 * (at - committed) for at in reader.heard if at > committed][:1]
    return found


def main() -> int:
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(header(f"From a commit to {streams} open streams"))
    shop = Shop()
    try:
        found = asyncio.run(measure(shop.open(), streams))
    finally:
        shop.close()
    ranked = sorted(found)
    p50, p95 = statistics.median(ranked), ranked[int(len(ranked) * 0.95)]
    print(f"commit to event               p50 {p50:.1f} ms   p95 {p95:.1f} ms (at most 100)")
    print(f"told within {1000 * APART_SECONDS:.0f} ms             {len(found)} of {CHANGES * streams}")
    return int(p95 > 100)


if __name__ == "__main__":
    sys.exit(main())
