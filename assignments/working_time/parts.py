"""What a working calendar is made of, how each part is read and checked. Wall clock times have no zone."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

DAY = 1440  # minutes
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall clock has no zone
SECOND = timedelta(seconds=1)


class UnsoundCalendar(ValueError):
    """What is wrong, in one sentence that names the part."""


class Span(NamedTuple):
    """Working hours in minutes from a day's midnight by the wall clock; the end may lie in the next day."""

    begin: int
    end: int


class Closure(NamedTuple):
    """Closed by the wall clock from `begin`, included, to `end`, excluded: times without a zone."""

    begin: datetime
    end: datetime
    name: str


class Holiday(NamedTuple):
    """Closed from midnight to midnight, also for hours that began the evening before."""

    date: date
    name: str


T = TypeVar("T")
Week = tuple[tuple[Span, ...], ...]


def read(stored: Mapping[str, Any], name: str, reader: Callable[[Any], T]) -> T:
    if not isinstance(stored, Mapping) or name not in stored:
        raise UnsoundCalendar(f"The {name} of a calendar is missing.")
    try:
        return reader(stored[name])
    except (TypeError, ValueError) as error:
        raise UnsoundCalendar(f"The {name} of a calendar cannot be read: {error}.") from error


def known_zone(name: str) -> ZoneInfo:
    try:
        if name in ("localtime", "posixrules", "Factory"):
            raise ValueError("not a place")  # what it means depends on the machine
        return ZoneInfo(name)
    except (ValueError, OSError, ImportError, KeyError) as error:
        raise UnsoundCalendar(f"There is no time zone {name!r}.") from error


def check_span(span: Span) -> None:
    if not (0 <= span.begin < DAY and span.begin < span.end <= 2 * DAY):
        raise UnsoundCalendar(f"No day has hours from minute {span.begin} to {span.end}.")


def check_closure(closure: Closure) -> None:
    check_name(closure.name)
    if closure.begin.tzinfo or closure.end.tzinfo:
        raise UnsoundCalendar(f"The closure {closure.name!r} is by the wall clock and has no time zone.")
    if closure.begin >= closure.end:
        raise UnsoundCalendar(f"The closure {closure.name!r} ends before it begins.")
    if any(at.second or at.microsecond for at in closure[:2]):
        raise UnsoundCalendar(f"The closure {closure.name!r} begins and ends on a whole minute.")


def check_name(name: str) -> None:
    if "\0" in name or name.encode(errors="ignore").decode() != name:
        raise UnsoundCalendar(f"The name {name!r} has characters that cannot be stored.")


def wall(at: datetime) -> int:
    """A wall clock's time as a number of seconds."""
    return (at - EPOCH) // SECOND


def minutes(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a number of minutes")
    return value


def words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def week(days: Iterable[Iterable[tuple[object, object]]]) -> Week:
    return tuple(tuple(sorted(Span(minutes(begin), minutes(end)) for begin, end in day)) for day in days)


def closures(rows: Iterable[tuple[str, str, str]]) -> tuple[Closure, ...]:
    return tuple(
        Closure(datetime.fromisoformat(begin), datetime.fromisoformat(end), words(name))
        for begin, end, name in rows
    )


def holidays(rows: Iterable[tuple[str, str]]) -> tuple[Holiday, ...]:
    return tuple(Holiday(date.fromisoformat(day), words(name)) for day, name in rows)


# All time, by the wall clock in seconds.
FOREVER = (wall(datetime.combine(date.min, time.min)), wall(datetime.combine(date.max, time.min)))
