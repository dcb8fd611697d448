"""Why a deadline is what it is: each stretch of a clock's time, counted or skipped, as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assignments.sla.clock import Clock, Promise
from assignments.working_time import Pause, Segment, Why, segments

LONGEST = timedelta(days=3653)


@dataclass(frozen=True)
class Explanation:
    """From the clock's start to its end, and of one that runs to its deadline or to now, whichever is later.

    After ten years it is enough. `counted` is what of `until` is over (the answer, the closing, or now) in
    working time; `left` what of the target is not: below zero when late, None where nothing was promised.
    """

    clock: Clock
    segments: tuple[Segment, ...]
    until: datetime
    counted: timedelta
    skipped: dict[Why, timedelta]
    target: timedelta | None
    left: timedelta | None


def explain(clock: Clock, promise: Promise, pauses: Iterable[Pause], *, now: datetime) -> Explanation:
    pauses = tuple(pauses)
    enough = clock.started_at + LONGEST
    until = min(max(clock.ended_at or now, clock.started_at), enough)
    shown = until if clock.ended_at else min(max(until, clock.deadline or until), enough)
    told = segments(promise.calendar, clock.started_at, shown, pauses)
    counted = sum((over(one, until) for one in told if one.counted), timedelta(0))
    skipped: dict[Why, timedelta] = {}
    for one in told:
        if not one.counted and one.begin < until:
            skipped[one.why] = skipped.get(one.why, timedelta(0)) + over(one, until)
    left = None if promise.target is None else promise.target - counted
    return Explanation(clock, told, until, counted, skipped, promise.target, left)


def over(one: Segment, until: datetime) -> timedelta:
    """How much of it has passed by then."""
    return max(min(one.end, until) - one.begin, timedelta(0))
