"""A calendar about to be published: what somebody typed, with the public holidays written out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assignments.calendars import public_holidays
from assignments.calendars.hours_text import Window
from assignments.calendars.models import CalendarVersion
from assignments.publishing import Draft

MINUTE = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, order=True)
class Closure:
    """From `begin` to before `end` on the calendar's own clock, without a zone."""

    begin: datetime
    end: datetime
    name: str


@dataclass(frozen=True)
class Hours:
    """`week` begins on Monday. `open_on` are the public holidays, by name, on which there is work."""

    zone: str
    week: tuple[tuple[Window, ...], ...]
    closures: tuple[Closure, ...] = ()
    country: str = ""
    region: str = ""
    open_on: tuple[str, ...] = ()

    @classmethod
    def of(cls, version: CalendarVersion) -> "Hours":
        spec = version.spec
        return cls(
            spec["zone"],
            tuple(tuple((begin, end) for begin, end in day) for day in spec["week"]),
            tuple(
                Closure(datetime.fromisoformat(begin), datetime.fromisoformat(end), name)
                for begin, end, name in spec["closures"]
            ),
            version.country,
            version.region,
            tuple(version.open_on),
        )

    def draft(self, years: Iterable[int]) -> Draft:
        """Ready to be published, with the holidays of these years. Raises NoSuchPlace."""
        found = public_holidays.written_out(self.country, self.region, years)
        spec = {
            "zone": self.zone,
            "week": [[list(window) for window in day] for day in self.week],
            "closures": [
                [closure.begin.strftime(MINUTE), closure.end.strftime(MINUTE), closure.name]
                for closure in sorted(self.closures)
            ],
            "holidays": [[day.isoformat(), name] for day, name in found if self.is_closed_on(name)],
        }
        further = {"country": self.country, "region": self.region, "open_on": sorted(self.open_on)}
        return Draft(spec, fingerprint(spec), further)

    def is_closed_on(self, holiday: str) -> bool:
        """Two holidays may fall on one day: there is work on it if there is on each of them."""
        return not set(public_holidays.names(holiday)) <= set(self.open_on)


def fingerprint(spec: Mapping[str, Any]) -> str:
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
