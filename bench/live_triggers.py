"""What noting changes for open pages costs: quotes a second, and ten thousand moves, with and without it.

Run: .venv/bin/python -m bench.live_triggers [rounds] [streams]      (5 20; needs wrk)
The real form on the real server, its triggers for open pages on and off in turn, with so many streams open
that are told of each quote; medians of the rounds. Processor time is of everything that serves: web workers,
the hub, the worker and PostgreSQL. What else runs on the machine matters less to it than to the rate.
"""

import asyncio
import statistics
import sys
import time
from dataclasses import dataclass, field

from bench import spent
from bench.live_book import Book
from bench.live_held import opened
from bench.machine import header
from bench.post_rate import load
from tests.faults.shop import Shop
from tests.faults.test_live import hub

SAID = (5, 20)
SECONDS, LEADS, LEAST = 4, 10_000, 0.93
TRIGGERS = """
    select tgrelid::regclass::text, tgname::text from pg_trigger
    where tgname ~ '^trigger_[a-z]+_live_' order by tgname
"""
BACKENDS = "select pid from pg_stat_activity where application_name = 'leadsite live hub'"
MOVE = f"update leads set message = message || '.' where id in (select id from leads limit {LEADS})"


@dataclass
class Found:
    """By round. `costs`: milliseconds of processor time a quote; `hub`: the hub's and its connections' part.
    `moves`: seconds."""

    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    hub: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)


def switch(shop: Shop, *, on: bool) -> None:
    """Each by itself: together they would wait for the worker in another order than the worker for them."""
    for table, name in shop.postgres.sql(TRIGGERS):
        shop.postgres.sql(f"alter table {table} {'enable' if on else 'disable'} trigger {name}")


def moved_in(shop: Shop) -> float:
    begin = time.monotonic()
    shop.postgres.sql(MOVE)
    return time.monotonic() - begin


def hub_and_its_connections(shop: Shop) -> list[int]:
    return [hub(shop).pid, *(int(str(pid)) for (pid,) in shop.postgres.sql(BACKENDS))]


async def rounds(shop: Shop, rounds: int, streams: int) -> dict[bool, Found]:
    cookies, product, token = shop.sign_in(), shop.product(), shop.form_token()
    readers = await opened(shop, cookies, Book([]), streams)
    found = {True: Found(), False: Found()}
    for turn in range(rounds + 1):
        for number, on in enumerate((True, False)):
            switch(shop, on=on)
            offset = (turn * 2 + number) * 10_000_000
            await asyncio.to_thread(measure, shop, found[on] if turn else Found(), product, token, offset)
    for reader in readers:
        reader.close()
    return found


def measure(shop: Shop, found: Found, product: str, token: str, offset: int) -> None:
    every, hubs = spent.of_shop(shop), hub_and_its_connections(shop)
    before = spent.now([*every, *hubs])
    result = load(shop.port, product, token, offset, SECONDS)
    shop.wait_until_drained(60)
    found.rates.append(result.per_second)
    quotes = result.per_second * SECONDS
    found.costs.append(1000 * spent.since(before, every) / quotes)
    found.hub.append(1000 * spent.since(before, hubs) / quotes)
    found.moves.append(moved_in(shop))


def main() -> int:
    said = [int(argument) for argument in sys.argv[1:]]
    turns, streams = [*said, *SAID[len(said) :]]
    print(header(f"Noting changes for open pages, {streams} streams open"))
    shop = Shop()
    try:
        found = asyncio.run(rounds(shop.open(), turns, streams))
    finally:
        shop.close()
    return report(found)


def line(what: str, unit: str, found: dict[bool, Found], name: str) -> float:
    """The ratio of both medians."""
    noted, without = (statistics.median(getattr(found[on], name)) for on in (True, False))
    print(
        f"{what:<22} noted {noted:8.2f} {unit:<2}   without {without:8.2f} {unit:<2}   {noted / without:.2f}"
    )
    return float(noted / without)


def report(found: dict[bool, Found]) -> int:
    ratio = line("quotes a second", "", found, "rates")
    line("processor a quote", "ms", found, "costs")
    line("  of it the hub's", "ms", found, "hub")
    line(f"{LEADS} leads changed", "s", found, "moves")
    print(f"quotes noted : without     {ratio:.2f} (at least {LEAST})")
    return int(ratio < LEAST)


if __name__ == "__main__":
    sys.exit(main())
