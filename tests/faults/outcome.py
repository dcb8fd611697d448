"""One fault from beginning to end: traffic before, during and after it, and what came of every post."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.faults.scenarios import Fault
from tests.faults.shop import Shop, lost_or_doubled
from tests.faults.traffic import Customers, Sent, Staff


@dataclass(frozen=True)
class Outcome:
    fault: str
    posts: int
    refused: list[int]  # statuses other than 201, of valid posts
    p50: float
    p95: float
    slowest: float
    warned: int
    drained: float  # seconds from healing until nothing waited
    lost: list[str]
    doubled: list[str]
    parked: list[str]
    staff: dict[int, int]

    def line(self) -> str:
        return (
            f"{self.fault:<24} {self.posts:>5} posts  {len(self.refused):>3} not redirected  "
            f"p50 {self.p50 * 1000:6.1f}  p95 {self.p95 * 1000:6.1f}  max {self.slowest * 1000:6.1f} ms  "
            f"drained {self.drained:4.1f} s  lost {len(self.lost)}  doubled {len(self.doubled)}  "
            f"parked {len(self.parked)}  staff {self.staff}"
        )


def share(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


@contextmanager
def short_turns() -> Iterator[None]:
    """The proxy and the customers share this process: with Python's 5 ms they would measure one another."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    yield
    sys.setswitchinterval(before)


@short_turns()
def suffer(shop: Shop, fault: Fault, *, seconds: float, rate: float, cookie: str, product: str) -> Outcome:
    """Inflict `fault` for `seconds` under `rate` posts and 20 staff requests a second, heal, and count."""
    shop.wait_until_drained(30)
    parked_before = set(shop.parked())
    staff = Staff(shop.port, cookie).start()
    customers = Customers(shop.port, product, rate=rate).start()
    customers.wait_for(int(rate / 2), 10)
    with fault.inflict(shop):
        begin = time.monotonic()
        time.sleep(seconds)
        end = time.monotonic()
    healed = time.monotonic()
    time.sleep(0.5)
    sent = customers.stop()
    if fault.by_import:
        shop.manage("import_spool_log", str(shop.log))
    shop.wait_until_drained(max(0.1, 30 - (time.monotonic() - healed)))
    drained = time.monotonic() - healed
    statuses = staff.stop()
    return summed_up(shop, fault.name, sent, (begin, end), drained, parked_before, statuses)


def summed_up(
    shop: Shop,
    name: str,
    sent: list[Sent],
    window: tuple[float, float],
    drained: float,
    parked_before: set[str],
    statuses: list[int],
) -> Outcome:
    times = [post.seconds for post in sent if window[0] <= post.at <= window[1]]
    lost, doubled = lost_or_doubled(shop, sent)
    return Outcome(
        fault=name,
        posts=len(times),
        refused=[post.status for post in sent if post.status != 201],
        p50=share(times, 0.5),
        p95=share(times, 0.95),
        slowest=max(times, default=0.0),
        warned=sum(1 for post in sent if post.warning),
        drained=drained,
        lost=lost,
        doubled=doubled,
        parked=sorted(set(shop.parked()) - parked_before),
        staff={status: statuses.count(status) for status in sorted(set(statuses))},
    )
