"""A visit as it stands in the log: who goes where, from when to when, by which clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateparse import parse_datetime

from activity.models import Activity

HELD = ("pending", "confirmed")


@dataclass(frozen=True)
class Times:
    """From when to when, as the clocks of a place show it."""

    starts_at: datetime
    ends_at: datetime
    timezone: str

    @cached_property
    def zone(self) -> ZoneInfo:
        """The shop's, where another program wrote one that nobody knows."""
        try:
            return ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            return ZoneInfo(settings.TIME_ZONE)

    @property
    def begins(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    def facts(self) -> dict[str, object]:
        times = {"starts_at": self.begins.isoformat(), "ends_at": self.ends.isoformat()}
        return {**times, "timezone": self.timezone}


@dataclass(frozen=True)
class Visit:
    """A booking of the log whose times can be read."""

    id: UUID
    lead_id: UUID
    status: str
    staff_id: str
    place: str
    times: Times
    outcome: str = ""

    @property
    def is_held(self) -> bool:
        """Whether it may still take place, as far as people have said."""
        return self.status in HELD

    def is_over(self, now: datetime) -> bool:
        return self.times.starts_at <= now


def read(activity: Activity) -> Visit | None:
    """None where another program wrote what nobody can read."""
    kept: Mapping[str, Any] = activity.metadata if isinstance(activity.metadata, Mapping) else {}
    begins, ends = moment(kept.get("starts_at")), moment(kept.get("ends_at"))
    if begins is None or ends is None or begins >= ends:
        return None
    words = {name: text(kept.get(name)) for name in ("place", "staff_id", "outcome")}
    times = Times(begins, ends, text(kept.get("timezone")))
    return Visit(
        id=UUID(str(activity.pk)), lead_id=activity.lead_id, status=activity.status, times=times, **words
    )


def moment(written: object) -> datetime | None:
    try:
        found = parse_datetime(written) if isinstance(written, str) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.tzinfo is not None else None


def text(written: object) -> str:
    return written.strip() if isinstance(written, str) else ""
