"""How far a zone's wall clocks are ahead of UTC, and when that changes. Times are seconds since 1970."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assignments.working_time.stretches import Stretch, clipped, merged

HALF_A_DAY = 43_200  # no zone changes its clocks twice within it


class Offset(NamedTuple):
    """From `begin` to `end`, UTC, wall clocks are so many seconds ahead."""

    begin: int
    end: int
    ahead: int


def offsets(zone: ZoneInfo, begin: int, end: int) -> list[Offset]:
    """In order and without a gap."""
    return list(_offsets(zone, begin, end))


def in_utc(stretches: Sequence[Stretch], known: Sequence[Offset]) -> list[Stretch]:
    """When a wall clock reads a time in these stretches, which are in order and apart.

    A time that it skips is never, one that it shows twice is twice: no rule for odd hours is needed.
    """
    return merged(
        (first - offset.ahead, last - offset.ahead)
        for offset in known
        for first, last in clipped(stretches, offset.begin + offset.ahead, offset.end + offset.ahead)
    )


def _offsets(zone: ZoneInfo, begin: int, end: int) -> Iterator[Offset]:
    since, now = begin, ahead(zone, begin)
    for step in range(begin, end, HALF_A_DAY):
        later = min(step + HALF_A_DAY, end)
        if ahead(zone, later) == now:
            continue
        change = _change_between(zone, step, later)
        if change < end:
            yield Offset(since, change, now)
            since, now = change, ahead(zone, change)
    yield Offset(since, end, now)


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second of another offset."""
    old = ahead(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if ahead(zone, middle) == old else (before, middle)
    return after


def ahead(zone: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
