"""Processor time of servers and all their children: steadier than a rate where others use the machine too."""

from collections.abc import Iterable

import psutil

from tests.faults.shop import Shop

Spent = dict[int, float]  # seconds, by process


def now(roots: Iterable[int]) -> Spent:
    found: Spent = {}
    for root in roots:
        for one in family(root):
            try:
                found[one.pid] = sum(one.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
    return found


def family(root: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(root)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def since(before: Spent, roots: Iterable[int]) -> float:
    """Seconds, without those of processes that have ended meanwhile."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in now(roots).items())


def of_shop(shop: Shop) -> list[int]:
    """Its start command and its PostgreSQL."""
    return [one.pid for one in (shop.process, shop.postgres.process) if one is not None]
