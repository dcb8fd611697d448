"""Deadlines and elapsed working time, by bisection in the compiled years. Times are aware.

A calendar that stays closed for longer than anybody waits is no calendar: then every hour counts, and the
answer says so (`by_wall_clock`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from assignments.working_time.calendar import WorkingCalendar
from assignments.working_time.stretches import Stretch, merged, without
from assignments.working_time.years import year

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FORESEEABLE_YEARS = 10
NEVER = (datetime(9_999, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
Forward = Callable[[WorkingCalendar, int, int], int]  # a moment and a target: where it is over


class Pause(NamedTuple):
    """No time counts from `begin` to `end`; None: it goes on."""

    begin: datetime
    end: datetime | None
    reason: str = ""


class ClosedForGood(Exception):
    """The calendar does not open again in the foreseeable future."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is None where it cannot be known: a pause that began before it goes on."""

    at: datetime | None
    by_wall_clock: bool = False


def deadline(
    calendar: WorkingCalendar, start: datetime, target: timedelta, pauses: Iterable[Pause] = ()
) -> Deadline:
    """The first moment at which so much working time has passed since `start`, outside the pauses.

    An hour from 17:00 is over at 18:00 when the doors close, not next morning. No target is over at once.
    """
    begin, length, apart = micros(start), target // MICROSECOND, in_order(pauses)
    try:
        return Deadline(reach(calendar, begin, length, apart, forward))
    except ClosedForGood:
        return Deadline(reach(calendar, begin, length, apart, by_the_wall), by_wall_clock=True)


def elapsed(
    calendar: WorkingCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> timedelta:
    """The working time from start to end, outside the pauses; none where the end is not after the start."""
    first, last = micros(start), micros(end)
    if last <= first:
        return timedelta(0)
    counted = without([(first, last)], in_order(pauses))
    found = sum(between(calendar, *stretch) for stretch in counted)
    if not found and opening(calendar, first) is None:
        found = sum(finish - begin for begin, finish in counted)
    return found * MICROSECOND


def is_open(calendar: WorkingCalendar, at: datetime) -> bool:
    return next_opening(calendar, at) == at


def next_opening(calendar: WorkingCalendar, at: datetime) -> datetime | None:
    """`at` itself while open; None where it never opens again in the foreseeable future."""
    found = opening(calendar, micros(at))
    return None if found is None else moment(found)


def opening(calendar: WorkingCalendar, at: int) -> int | None:
    first = year_of(at)
    for number in range(first, first + FORESEEABLE_YEARS + 1):
        found = year(calendar, number).opening(at)
        if found is not None:
            return found
    return None


def reach(
    calendar: WorkingCalendar, begin: int, target: int, pauses: list[Stretch], forward: Forward
) -> datetime | None:
    """Where the target is over; None while a pause without an end stands before it."""
    for first, last in pauses:
        if last <= begin:
            continue
        reached = forward(calendar, begin, target)
        if reached <= first:
            return moment(reached)
        if last == NEVER:
            return None
        # What is not over when the pause begins is left for after it.
        target -= worked(calendar, begin, max(first, begin), forward)
        begin = last
    return moment(forward(calendar, begin, target))


def worked(calendar: WorkingCalendar, begin: int, end: int, forward: Forward) -> int:
    return end - begin if forward is by_the_wall else between(calendar, begin, end)


def forward(calendar: WorkingCalendar, at: int, target: int) -> int:
    """Raises ClosedForGood."""
    if target <= 0:
        return at
    number = year_of(at)
    found = year(calendar, number)
    target += found.worked(at)
    shut = 0
    while target > found.total:
        target -= found.total
        number += 1
        found = year(calendar, number)
        shut = 0 if found.total else shut + 1
        if shut > FORESEEABLE_YEARS:
            raise ClosedForGood
    return found.when(target)


def by_the_wall(calendar: WorkingCalendar, at: int, target: int) -> int:
    return at + target


def between(calendar: WorkingCalendar, begin: int, end: int) -> int:
    first, last = year_of(begin), year_of(end)
    whole = sum(year(calendar, number).total for number in range(first, last))
    return whole + year(calendar, last).worked(end) - year(calendar, first).worked(begin)


def in_order(pauses: Iterable[Pause]) -> list[Stretch]:
    """Apart from each other, so that no moment is left out twice."""
    rows = ((micros(pause.begin), NEVER if pause.end is None else micros(pause.end)) for pause in pauses)
    return merged(rows)


def year_of(at: int) -> int:
    return moment(at).year


def micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def moment(at: int) -> datetime:
    return EPOCH + at * MICROSECOND
