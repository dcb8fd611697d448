"""A calendar compiled, year by year: when it is open, in microseconds UTC, and how much that adds up to.

Everything is laid out by the wall clock first, in seconds, where hours are what they say. Then each stretch
of time with one offset from UTC takes its part: an hour that is skipped never counts, one that comes twice
counts twice, and a day that a zone left out is not there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assignments.working_time.calendar import WorkingCalendar
from assignments.working_time.stretches import Stretch, clipped, merged, without

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # wall clocks have no zone
DAY, HALF_A_DAY, MICRO = 86_400, 43_200, 1_000_000
ZONES_REACH = 2  # days: no wall clock is further from UTC


class Named(NamedTuple):
    """Hours that would be open but for this closure or holiday."""

    begin: int
    end: int
    name: str


@dataclass(frozen=True)
class Year:
    """From its first moment UTC to its last. `begins` and `ends` are the open hours, `before` what was open
    in the year until each of them begins; all in microseconds, since 1970 or as a length.
    """

    begin: int
    end: int
    begins: list[int]
    ends: list[int]
    before: list[int]
    total: int
    closed: tuple[Named, ...]

    def worked(self, at: int) -> int:
        """How long it was open from the year's begin until then."""
        index = bisect_right(self.begins, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at, self.ends[index]) - self.begins[index]

    def when(self, worked: int) -> int:
        """The first moment at which so much, more than none and no more than `total`, is over."""
        index = bisect_left(self.before, worked) - 1
        return self.begins[index] + worked - self.before[index]

    def opening(self, at: int) -> int | None:
        """The first open moment of the year, not before `at`."""
        index = bisect_right(self.ends, at)
        return max(at, self.begins[index]) if index < len(self.begins) else None


def year(calendar: WorkingCalendar, number: int) -> Year:
    """Compiled once for as long as somebody holds the calendar."""
    found: Year | None = calendar.compiled.get(number)
    if found is None:
        found = calendar.compiled[number] = compiled(calendar, number)
    return found


def compiled(calendar: WorkingCalendar, number: int) -> Year:
    begin, end = seconds(datetime(number, 1, 1, tzinfo=UTC)), seconds(datetime(number + 1, 1, 1, tzinfo=UTC))
    hours = planned(calendar, number)
    named = closed(calendar, number)
    open_hours = without(hours, merged((one.begin, one.end) for one in named))
    offsets = list(offsets_between(ZoneInfo(calendar.zone), begin, end))
    found = merged(part for offset in offsets for part in seen(open_hours, *offset))
    sums = list(accumulate(((last - first) * MICRO for first, last in found), initial=0))
    return Year(
        begin=begin * MICRO,
        end=end * MICRO,
        begins=[first * MICRO for first, _ in found],
        ends=[last * MICRO for _, last in found],
        before=sums[:-1],
        total=sums[-1],
        closed=tuple(
            Named(part[0] * MICRO, part[1] * MICRO, one.name)
            for one in named
            for part in merged(
                piece
                for offset in offsets
                for piece in seen(list(clipped(hours, one.begin, one.end)), *offset)
            )
        ),
    )


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def wall(moment: datetime) -> int:
    """A wall clock's time as a number."""
    return int((moment - EPOCH).total_seconds())


def planned(calendar: WorkingCalendar, number: int) -> list[Stretch]:
    """The hours of the year, and a little around it, by the wall clock, closed or not."""
    first = date(number, 1, 1) - timedelta(days=ZONES_REACH)
    days = (
        (date(number + 1, 1, 1) - first).days + ZONES_REACH,
        first.toordinal() - date(1970, 1, 1).toordinal(),
    )
    return merged(
        ((day + days[1]) * DAY + span.begin * 60, (day + days[1]) * DAY + span.end * 60)
        for day in range(days[0])
        for span in calendar.week[(first.weekday() + day) % 7]
    )


def closed(calendar: WorkingCalendar, number: int) -> list[Named]:
    around = (number - 1, number, number + 1)
    days = [
        Named(begin, begin + DAY, holiday.name)
        for holiday in calendar.holidays
        if holiday.date.year in around
        for begin in [wall(datetime(*holiday.date.timetuple()[:3]))]  # noqa: DTZ001  # as above
    ]
    parts = [
        Named(wall(closure.begin), wall(closure.end), closure.name)
        for closure in calendar.closures
        if closure.begin.year <= number + 1 and closure.end.year >= number - 1
    ]
    return sorted(days + parts)


def seen(hours: list[Stretch], begin: int, end: int, offset: int) -> Iterator[Stretch]:
    """Hours by the wall clock as far as they lie between two times UTC, between which it is so far ahead."""
    for first, last in clipped(hours, begin + offset, end + offset):
        yield first - offset, last - offset


def offsets_between(zone: ZoneInfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(begin, end, seconds ahead of UTC), in order and without a gap."""
    since, offset = begin, ahead(zone, begin)
    for step in range(begin, end, HALF_A_DAY):
        later = min(step + HALF_A_DAY, end)
        if ahead(zone, later) == offset:
            continue
        change = change_between(zone, step, later)
        if change >= end:
            break
        yield since, change, offset
        since, offset = change, ahead(zone, change)
    yield since, end, offset


def change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second of another offset."""
    old = ahead(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if ahead(zone, middle) == old else (before, middle)
    return after


def ahead(zone: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
