"""Deadlines and elapsed working time, by bisection in the compiled years. Times are aware.

What counts is the same whoever asks: open hours, and every hour of a time that nobody waits for the end of
(WorkingCalendar.endless); a deadline that such hours went into says so. Hence more target is never an earlier
deadline, a pause neither, and what has elapsed at a deadline is its target.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from assignments.working_time.calendar import WorkingCalendar
from assignments.working_time.stretches import Stretch, clipped, merged, without
from assignments.working_time.years import FIRST, LAST, year

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FORESEEABLE_YEARS = 10
A_YEAR = 366 * 86_400 * 1_000_000
LONGEST = 100  # years: what a typing error may cost in compiled calendars
NEVER = (datetime(LAST + 1, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND


class Pause(NamedTuple):
    """No time counts from `begin` to `end`; None: it goes on."""

    begin: datetime
    end: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is None where it cannot be known: a pause that began before it goes on."""

    at: datetime | None
    by_wall_clock: bool = False


def deadline(
    calendar: WorkingCalendar, start: datetime, target: timedelta, pauses: Iterable[Pause] = ()
) -> Deadline:
    """The first moment at which so much working time has passed since `start`, outside the pauses.

    An hour from 17:00 is over at 18:00 when the doors close, not next morning. No target is over at once. One
    that is not over after a hundred years never is: in the year 9998, the last that we reckon with.
    """
    begin = micros(start)
    found = reach(calendar, begin, target // MICROSECOND, in_order(pauses))
    shut = bool(calendar.endless) and is_shut(calendar, begin, begin + 1 if found is None else found)
    return Deadline(None if found is None else moment(found), by_wall_clock=shut)


def elapsed(
    calendar: WorkingCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> timedelta:
    """The working time from start to end, outside the pauses; none where the end is not after the start.

    Of more than a hundred years only those are counted.
    """
    first, last = micros(start), min(micros(end), micros(start) + LONGEST * A_YEAR)
    if last <= first:
        return timedelta(0)
    counted = without([(first, last)], in_order(pauses))
    return sum(between(calendar, *stretch) for stretch in counted) * MICROSECOND


def counted(calendar: WorkingCalendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The hours from start to end that count, in order; what touches may be told as two at a new year."""
    first, last = micros(start), micros(end)
    years = (year(calendar, number) for number in range(year_of(first), year_of(last) + 1))
    return [
        (moment(begin), moment(until))
        for one in years
        for begin, until in clipped(list(zip(one.begins, one.ends, strict=True)), first, last)
    ]


def is_open(calendar: WorkingCalendar, at: datetime) -> bool:
    return next_opening(calendar, at) == at


def next_opening(calendar: WorkingCalendar, at: datetime) -> datetime | None:
    """`at` itself while open; None where it never opens again in the foreseeable future."""
    since = micros(at)
    first = year_of(since)
    for number in range(first, min(first + FORESEEABLE_YEARS, LAST) + 1):
        found = year(calendar, number).opening(since)
        if found is not None:
            return moment(found)
    return None


def reach(calendar: WorkingCalendar, begin: int, target: int, pauses: list[Stretch]) -> int | None:
    """Where the target is over; None while a pause without an end stands before it."""
    latest = min(year_of(begin) + LONGEST, LAST)
    for first, last in pauses:
        if last <= begin:
            continue
        reached = forward(calendar, begin, target, latest)
        if reached <= first:
            return reached
        if last == NEVER:
            return None
        # What is not over when the pause begins is left for after it.
        target -= between(calendar, begin, max(first, begin))
        begin = last
    return forward(calendar, begin, target, latest)


def forward(calendar: WorkingCalendar, at: int, target: int, latest: int) -> int:
    """Where the target is over, in the year `latest` at the latest, else NEVER."""
    if target <= 0:
        return at
    first = year_of(at)
    for number in range(first, latest + 1):
        found = year(calendar, number)
        if number == first:
            target += found.worked(at)
        if target <= found.total:
            return found.when(target)
        target -= found.total
    return max(NEVER, at)


def between(calendar: WorkingCalendar, begin: int, end: int) -> int:
    first, last = year_of(begin), year_of(end)
    whole = sum(year(calendar, number).total for number in range(first, last))
    return whole + year(calendar, last).worked(end) - year(calendar, first).worked(begin)


def is_shut(calendar: WorkingCalendar, begin: int, end: int) -> bool:
    """Whether some of that time counts by the wall clock."""
    years = range(year_of(begin), min(year_of(end), year_of(begin) + LONGEST) + 1)
    return any(
        first < end and begin < last for number in years for first, last in year(calendar, number).shut
    )


def in_order(pauses: Iterable[Pause]) -> list[Stretch]:
    """Apart from each other, so that no moment is left out twice."""
    rows = ((micros(pause.begin), NEVER if pause.end is None else micros(pause.end)) for pause in pauses)
    return merged(rows)


def year_of(at: int) -> int:
    return min(max(moment(at).year, FIRST), LAST)


def micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def moment(at: int) -> datetime:
    return EPOCH + at * MICROSECOND
