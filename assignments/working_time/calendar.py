"""A working calendar as it is written down: zone, week, closures and holidays, and nothing outside it.

Its JSON, which versions of calendars keep:
    {"zone": "Asia/Kolkata", "week": [[[540, 1080]], … seven lists, Monday first],
     "closures": [["2026-12-24T13:00", "2026-12-24T18:00", "Half day"]],
     "holidays": [["2026-01-26", "Republic Day"]]}
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assignments.working_time import parts
from assignments.working_time.parts import Closure, Holiday, UnsoundCalendar, Week, wall
from assignments.working_time.stretches import Stretch, merged

FORESEEABLE = 3653 * 86_400  # ten years in seconds


@dataclass(frozen=True)
class WorkingCalendar:
    """`week` has seven days, Monday first. Hours that overlap count once."""

    zone: str
    week: Week
    closures: tuple[Closure, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    def __post_init__(self) -> None:
        """Raises UnsoundCalendar."""
        parts.known_zone(self.zone)
        if len(self.week) != 7:
            raise UnsoundCalendar(f"A week has seven days, not {len(self.week)}.")
        for span in (span for day in self.week for span in day):
            parts.check_span(span)
        for closure in self.closures:
            parts.check_closure(closure)
        for holiday in self.holidays:
            parts.check_name(holiday.name)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON: the same for calendars that say the same."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def compiled(self) -> dict[int, Any]:
        """Its years, as far as anybody asked for them (assignments.working_time.years)."""
        return {}

    @cached_property
    def endless(self) -> list[Stretch]:
        """When every hour counts, by the wall clock in seconds: a promise does not wait for ten years.

        Closures, with those that touch them, of more than that; all time where no weekday has hours.
        """
        if not any(self.week):
            return [parts.FOREVER]
        closed = merged((wall(closure.begin), wall(closure.end)) for closure in self.closures)
        return [(begin, end) for begin, end in closed if end - begin > FORESEEABLE]

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
            zone=parts.read(stored, "zone", parts.words),
            week=parts.read(stored, "week", parts.week),
            closures=parts.read(stored, "closures", parts.closures),
            holidays=parts.read(stored, "holidays", parts.holidays),
        )
