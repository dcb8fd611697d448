"""A stretch of time as somebody would tell it: which parts of it counted, which did not, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from assignments.working_time.arithmetic import Pause, micros, moment, year_of
from assignments.working_time.calendar import WorkingCalendar
from assignments.working_time.years import Year, year


class Why(StrEnum):
    OPEN = "open"  # counted
    WALL_CLOCK = "wall_clock"  # counted, because the calendar does not open in the foreseeable future
    CLOSED = "closed"  # outside working hours
    HOLIDAY = "holiday"  # would have been open
    CLOSURE = "closure"  # would have been open
    PAUSED = "paused"  # would have counted


COUNTED = (Why.OPEN, Why.WALL_CLOCK)


@dataclass(frozen=True)
class Segment:
    """`name` is that of the holiday or closure, or the reason of the pause."""

    begin: datetime
    end: datetime
    why: Why
    name: str = ""

    @property
    def counted(self) -> bool:
        return self.why in COUNTED

    @property
    def length(self) -> timedelta:
        return self.end - self.begin


class Piece(NamedTuple):
    """In microseconds."""

    begin: int
    end: int
    why: Why
    name: str = ""


def segments(
    calendar: WorkingCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> tuple[Segment, ...]:
    """From start to end without a gap. The counted ones add up to what has elapsed."""
    first, last = micros(start), micros(end)
    stopped = sorted(
        Piece(micros(one.begin), last if one.end is None else micros(one.end), Why.PAUSED, one.reason)
        for one in pauses
    )
    told = (part for piece in labelled(calendar, first, last) for part in cut(piece, stopped))
    return tuple(
        Segment(moment(piece.begin), moment(piece.end), piece.why, piece.name) for piece in joined(told)
    )


def labelled(calendar: WorkingCalendar, first: int, last: int) -> Iterator[Piece]:
    """All of that time by the calendar alone: what no year has anything to say of is closed."""
    at = first
    for number in range(year_of(first), year_of(last) + 1):
        for piece in pieces(year(calendar, number)):
            begin, end = max(piece.begin, at), min(piece.end, last)
            if begin < end:
                if at < begin:
                    yield Piece(at, begin, Why.CLOSED)
                yield piece._replace(begin=begin, end=end)
                at = end
    if at < last:
        yield Piece(at, last, Why.CLOSED)


def pieces(one: Year) -> list[Piece]:
    """In order. Where a holiday and a closure overlap, the one that began first is told."""
    shut = [Piece(begin, end, Why.WALL_CLOCK) for begin, end in one.shut]
    counted = [
        part
        for begin, end in zip(one.begins, one.ends, strict=True)
        for part in cut(Piece(begin, end, Why.OPEN), shut)
    ]
    closed = [Piece(named.begin, named.end, Why(named.kind), named.name) for named in one.closed]
    return sorted(counted + closed)


def cut(piece: Piece, others: Iterable[Piece]) -> Iterator[Piece]:
    """The same time, told as the others where they lie in it; they are in order. Only what counts is cut."""
    at = piece.begin
    for other in others if piece.why in COUNTED else ():
        begin, end = max(other.begin, at), min(other.end, piece.end)
        if begin < end:
            if at < begin:
                yield piece._replace(begin=at, end=begin)
            yield other._replace(begin=begin, end=end)
            at = end
    if at < piece.end:
        yield piece._replace(begin=at)


def joined(told: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in told:
        if found and found[-1][2:] == piece[2:]:
            found[-1] = found[-1]._replace(end=piece.end)
        else:
            found.append(piece)
    return found
