"""Calendars as they are now, ready to reckon with; a version never changes and is compiled once a process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from assignments.calendars.models import CalendarVersion
from assignments.working_time import WorkingCalendar

KEPT = 512


@dataclass(frozen=True)
class Edition:
    """A calendar as it is now: its newest version."""

    calendar_id: UUID
    version_id: UUID
    name: str
    number: int
    calendar: WorkingCalendar


@lru_cache(maxsize=KEPT)
def compiled(version_id: UUID) -> WorkingCalendar:
    """One query, the first time. Raises CalendarVersion.DoesNotExist."""
    return WorkingCalendar.from_json(
        CalendarVersion.objects.values_list("spec", flat=True).get(pk=version_id)
    )


def newest(calendar_id: UUID) -> Edition | None:
    """None where nothing was published."""
    return load([calendar_id]).get(calendar_id)


def load(calendar_ids: Iterable[UUID] | None = None) -> Mapping[UUID, Edition]:
    """The newest version of each calendar, of all without a list. One query, and one for each new version."""
    rows = CalendarVersion.objects.newest().select_related("calendar").defer("spec")
    if calendar_ids is not None:
        rows = rows.filter(calendar__in=list(calendar_ids))
    return {
        row.calendar_id: Edition(row.calendar_id, row.pk, row.calendar.name, row.number, compiled(row.pk))
        for row in rows
    }
