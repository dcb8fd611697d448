"""A working calendar as it is written down: zone, week, closures and holidays, and nothing outside it.

Its JSON, which versions of calendars keep:
    {"zone": "Asia/Kolkata", "week": [[[540, 1080]], … seven lists, Monday first],
     "closures": [["2026-12-24T13:00", "2026-12-24T18:00", "Half day"]],
     "holidays": [["2026-01-26", "Republic Day"]]}
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

DAY = 1440  # minutes


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


@dataclass(frozen=True)
class WorkingCalendar:
    """`week` has seven days, Monday first. Hours that overlap count once."""

    zone: str
    week: Week
    closures: tuple[Closure, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    def __post_init__(self) -> None:
        """Raises UnsoundCalendar."""
        known_zone(self.zone)
        if len(self.week) != 7:
            raise UnsoundCalendar(f"A week has seven days, not {len(self.week)}.")
        for span in (span for day in self.week for span in day):
            if not (0 <= span.begin < DAY and span.begin < span.end <= span.begin + DAY):
                raise UnsoundCalendar(f"No day has hours from minute {span.begin} to {span.end}.")
        for closure in self.closures:
            if closure.begin.tzinfo or closure.end.tzinfo or closure.begin >= closure.end:
                raise UnsoundCalendar(f"The closure {closure.name!r} ends before it begins, or has a zone.")

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON: the same for calendars that say the same."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def compiled(self) -> dict[int, Any]:
        """Its years, as far as anybody asked for them (assignments.working_time.years)."""
        return {}

    def as_json(self) -> dict[str, Any]:
        return {
            "zone": self.zone,
            "week": [[list(span) for span in sorted(day)] for day in self.week],
            "closures": [
                [closure.begin.isoformat("T", "minutes"), closure.end.isoformat("T", "minutes"), closure.name]
                for closure in sorted(self.closures)
            ],
            "holidays": [[day.date.isoformat(), day.name] for day in sorted(self.holidays)],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "WorkingCalendar":
        """Raises UnsoundCalendar."""
        return cls(
            zone=part(stored, "zone", str),
            week=part(stored, "week", week),
            closures=part(stored, "closures", closures),
            holidays=part(stored, "holidays", holidays),
        )


def part(stored: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T:
    try:
        return read(stored[name])
    except (KeyError, TypeError, ValueError) as error:
        raise UnsoundCalendar(f"The {name} of a calendar cannot be read: {error}.") from error


def known_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ImportError, KeyError) as error:
        raise UnsoundCalendar(f"There is no time zone {name!r}.") from error


def week(days: Iterable[Iterable[tuple[int, int]]]) -> Week:
    return tuple(tuple(sorted(Span(int(begin), int(end)) for begin, end in day)) for day in days)


def closures(rows: Iterable[tuple[str, str, str]]) -> tuple[Closure, ...]:
    return tuple(
        Closure(datetime.fromisoformat(begin), datetime.fromisoformat(end), str(name))
        for begin, end, name in rows
    )


def holidays(rows: Iterable[tuple[str, str]]) -> tuple[Holiday, ...]:
    return tuple(Holiday(date.fromisoformat(day), str(name)) for day, name in rows)
