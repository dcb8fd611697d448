"""Many streams held for long while leads change: whether each is told of every lead, and what that costs.

Run: .venv/bin/python -m bench.live_held [streams] [seconds] [changes a second]      (1000 600 50)
The real shop on its port. Each change is of another lead, so each stream owes each lead's id. A stream that
is cut off comes back with its last id, as a browser does; one that is told to read everything anew has been
told of what was committed before.
"""

import asyncio
import statistics
import sys
import threading
import time

import psutil

from bench.live import cpu, memory
from bench.live_book import Book, HeldReader
from bench.machine import header
from tests.faults.shop import Shop
from tests.faults.test_live import hub

LONG = (1000, 600, 50)
MOST_KB = 50
TOGETHER = 50  # streams that are opened at a time
QUIET_SECONDS, LATE_SECONDS = 20, 60
EVERY = 50  # leads, of which one is timed

# Closed ones: nobody else has anything to do with them.
MAKE = """
    insert into leads (name, email, status)
    select 'Priya', n || '@held.example', 'lost' from generate_series(1, %s) n returning id
"""
TOUCH = "update leads set message = 'held' where id = %s"
LISTEN = "select count(*) from pg_stat_activity where application_name = 'leadsite live hub'"


class Changes(threading.Thread):
    """Touches each lead once, at an even pace."""

    def __init__(self, shop: Shop, book: Book, rate: float) -> None:
        super().__init__(name="changes")
        self.shop, self.book, self.rate = shop, book, rate

    def run(self) -> None:
        with self.shop.postgres.connect() as link:
            begun = time.monotonic()
            for number, lead in enumerate(self.book.leads):
                time.sleep(max(0.0, begun + number / self.rate - time.monotonic()))
                self.book.begun.append(time.monotonic())
                link.execute(TOUCH, [lead])
                self.book.committed.append(time.monotonic())


def hub_memory(shop: Shop) -> int:
    return int(psutil.Process(hub(shop).pid).memory_full_info().uss)


async def opened(shop: Shop, cookies: str, book: Book, streams: int) -> list[HeldReader]:
    readers = [HeldReader(shop.port, cookies, book) for _ in range(streams)]
    for begin in range(0, streams, TOGETHER):
        await asyncio.gather(*(reader.open() for reader in readers[begin : begin + TOGETHER]))
    return readers


async def hold(shop: Shop, streams: int, seconds: int, rate: int) -> int:
    cookies = shop.sign_in()
    book = Book([str(key) for (key,) in shop.postgres.sql(MAKE, seconds * rate)])
    [warm] = await opened(shop, cookies, book, 1)
    await asyncio.sleep(QUIET_SECONDS)
    before = hub_memory(shop), memory(shop)
    readers = await opened(shop, cookies, book, streams)
    print_memory("opened", shop, before, streams)
    used, begun = cpu(shop), time.monotonic()
    changes = Changes(shop, book, rate)
    changes.start()
    while changes.is_alive():
        await asyncio.sleep(1)
    lasted = time.monotonic() - begun
    busy = 100 * (cpu(shop) - used) / lasted
    print(f"hub and web workers            {busy:.0f} % of a processor, for {lasted:.0f} s")
    in_hub = print_memory("in the end", shop, before, streams)
    print(f"connections that listen        {shop.postgres.sql(LISTEN)[0][0]}")
    missing = await settled(book, readers)
    for reader in [warm, *readers]:
        reader.close()
    report(book, readers, missing)
    return int(missing > 0 or in_hub > MOST_KB)


def print_memory(when: str, shop: Shop, before: tuple[int, int], streams: int) -> float:
    """Of the hub, kB a stream."""
    now = hub_memory(shop), memory(shop)
    of_hub, of_all = ((found - was) / streams / 1000 for found, was in zip(now, before, strict=True))
    print(
        f"memory a stream, {when:<13} hub {of_hub:.1f} kB (under {MOST_KB}), with web workers {of_all:.1f} kB"
    )
    return of_hub


async def settled(book: Book, readers: list[HeldReader]) -> int:
    """How many words are missing once everybody had time to come back."""
    end = time.monotonic() + LATE_SECONDS
    while (missing := sum(map(book.missing, readers))) and time.monotonic() < end:
        await asyncio.sleep(5)
    return missing


def report(book: Book, readers: list[HeldReader], missing: int) -> None:
    owed = len(book.leads) * len(readers)
    print(f"told                           {owed - missing} of {owed} (streams x leads), missed {missing}")
    again = sum(reader.came - 1 for reader in readers)
    anew = sum(1 for reader in readers for number in reader.frames if book.told[number] is None)
    print(f"streams that came back         {again} times; told to read anew {anew} times")
    waits = sorted(wait for reader in readers for wait in book.waits(reader, EVERY))
    p95 = waits[int(len(waits) * 0.95)]
    print(f"commit to event                p50 {statistics.median(waits):.0f} ms   p95 {p95:.0f} ms")


def main() -> int:
    said = [int(argument) for argument in sys.argv[1:]]
    streams, seconds, rate = [*said, *LONG[len(said) :]]
    print(header(f"{streams} streams held for {seconds} s, {rate} changes a second"), flush=True)
    shop = Shop()
    try:
        return asyncio.run(hold(shop.open(), streams, seconds, rate))
    finally:
        shop.close()


if __name__ == "__main__":
    sys.exit(main())
