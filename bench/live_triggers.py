"""What noting changes for open pages costs: quotes a second, and ten thousand moves, with and without it.

Run: .venv/bin/python -m bench.live_triggers      (needs wrk)
The real form on the real server, its triggers for open pages on and off in turn; medians of the rounds.
"""

import statistics
import sys
import time

from bench.machine import header
from bench.post_rate import load
from tests.faults.shop import Shop

ROUNDS, SECONDS, LEADS = 5, 4, 10_000
TABLES = ("leads", "lead_activity", "assignments")
SWITCH = """
do $$
declare item record;
begin
    for item in
        select tgrelid::regclass as name, tgname from pg_trigger where tgname ~ '^trigger_[a-z]+_live_'
    loop
        execute format('alter table %s {} trigger %I', item.name, item.tgname);
    end loop;
end $$
"""
MOVE = f"update leads set message = message || '.' where id in (select id from leads limit {LEADS})"


def switch(shop: Shop, *, on: bool) -> None:
    shop.postgres.sql(SWITCH.format("enable" if on else "disable"))


def moved_in(shop: Shop) -> float:
    begin = time.monotonic()
    shop.postgres.sql(MOVE)
    return time.monotonic() - begin


def main() -> int:
    print(header("Noting changes for open pages"))
    rates: dict[bool, list[float]] = {True: [], False: []}
    moves: dict[bool, list[float]] = {True: [], False: []}
    shop = Shop()
    try:
        shop.open()
        product, token = shop.product(), shop.form_token()
        for turn in range(ROUNDS + 1):
            for number, on in enumerate((True, False)):
                switch(shop, on=on)
                result = load(shop.port, product, token, (turn * 2 + number) * 10_000_000, SECONDS)
                shop.wait_until_drained(60)
                if turn:  # the first turn warms up
                    rates[on].append(result.per_second)
                    moves[on].append(moved_in(shop))
    finally:
        shop.close()
    return report(rates, moves)


def report(rates: dict[bool, list[float]], moves: dict[bool, list[float]]) -> int:
    noted, without = (statistics.median(rates[on]) for on in (True, False))
    ratio = noted / without
    print(f"quotes a second      noted {noted:7.0f}   without {without:7.0f}   {ratio:.2f} (at least 0.9)")
    slow, fast = (statistics.median(moves[on]) for on in (True, False))
    print(f"{LEADS} leads changed  noted {slow:5.2f} s   without {fast:5.2f} s   {slow / fast:.2f}")
    return int(ratio < 0.9)


if __name__ == "__main__":
    sys.exit(main())
