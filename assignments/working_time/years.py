"""A calendar compiled, year by year: which time counts, in microseconds UTC, and how much that adds up to.

Everything is laid out by the wall clock first, in seconds, where hours are what they say. Then each stretch
of time with one offset from UTC takes its part (assignments.working_time.zones).
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assignments.working_time.calendar import WorkingCalendar
from assignments.working_time.parts import wall
from assignments.working_time.stretches import Stretch, clipped, merged, without
from assignments.working_time.zones import Offset, in_utc, offsets

DAY, MICRO = 86_400, 1_000_000
ZONES_REACH = 2  # days: no wall clock is further from UTC
FIRST, LAST = 2, 9997  # years that have others around them, in every zone
KEPT = 128  # years of a calendar


class Named(NamedTuple):
    """Hours that would be open but for this "closure" or "holiday"."""

    begin: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True)
class Year:
    """From its first moment UTC to its last. `begins` and `ends` are the hours that count, `before` what
    counted in the year until each of them begins; all in microseconds, since 1970 or as a length.

    `shut` is what of it is not open at all and counts by the wall clock (WorkingCalendar.endless).
    """

    begins: list[int]
    ends: list[int]
    before: list[int]
    total: int
    closed: tuple[Named, ...]
    shut: tuple[Stretch, ...]

    def worked(self, at: int) -> int:
        """How much counts from the year's begin until then."""
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
        if index == len(self.begins):
            return None
        found = max(at, self.begins[index])
        behind = next((end for begin, end in self.shut if begin <= found < end), None)
        return found if behind is None else self.opening(behind)


def year(calendar: WorkingCalendar, number: int) -> Year:
    """Compiled when it is first asked for. Two threads that ask at once compile the same twice, no more."""
    found: Year | None = calendar.compiled.get(number)
    if found is None:
        if len(calendar.compiled) >= KEPT:
            calendar.compiled.clear()
        found = calendar.compiled[number] = compiled(calendar, number)
    return found


def compiled(calendar: WorkingCalendar, number: int) -> Year:
    begin, end = (int(datetime(name, 1, 1, tzinfo=UTC).timestamp()) for name in (number, number + 1))
    known = offsets(ZoneInfo(calendar.zone), begin, end)
    hours, named = without(planned(calendar, number), calendar.endless), closed(calendar, number)
    opened = without(hours, merged((one.begin, one.end) for one in named))
    counted = in_utc(merged([*opened, *calendar.endless]), known)
    sums = list(accumulate(((last - first) * MICRO for first, last in counted), initial=0))
    return Year(
        begins=[first * MICRO for first, _ in counted],
        ends=[last * MICRO for _, last in counted],
        before=sums[:-1],
        total=sums[-1],
        closed=tuple(part for one in named for part in lost(one, hours, known)),
        shut=tuple((first * MICRO, last * MICRO) for first, last in in_utc(calendar.endless, known)),
    )


def lost(one: Named, hours: list[Stretch], known: list[Offset]) -> list[Named]:
    """What a closure by the wall clock takes from these hours, in microseconds UTC."""
    parts = in_utc(list(clipped(hours, one.begin, one.end)), known)
    return [Named(first * MICRO, last * MICRO, one.kind, one.name) for first, last in parts]


def planned(calendar: WorkingCalendar, number: int) -> list[Stretch]:
    """The hours of the year, and a little around it, by the wall clock, closed or not."""
    first = date(number, 1, 1) - timedelta(days=ZONES_REACH)
    length = (date(number + 1, 1, 1) - first).days + ZONES_REACH
    midnight = wall(datetime.combine(first, time.min))
    return merged(
        (midnight + day * DAY + span.begin * 60, midnight + day * DAY + span.end * 60)
        for day in range(length)
        for span in calendar.week[(first.weekday() + day) % 7]
    )


def closed(calendar: WorkingCalendar, number: int) -> list[Named]:
    """Holidays and closures of the year, and a little around it, by the wall clock, in order."""
    around = range(number - 1, number + 2)
    days = [
        Named(begin, begin + DAY, "holiday", holiday.name)
        for holiday in calendar.holidays
        if holiday.date.year in around
        for begin in [wall(datetime.combine(holiday.date, time.min))]
    ]
    parts = [
        Named(wall(closure.begin), wall(closure.end), "closure", closure.name)
        for closure in calendar.closures
        if closure.begin.year <= around[-1] and closure.end.year >= around[0]
    ]
    return sorted(days + parts)
