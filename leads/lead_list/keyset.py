"""Pages by where one left off, newest first: the thousandth costs what the first does, and nothing shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from leads.models import Lead
from leads.querysets import LeadQuerySet

ROWS = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """A place between two rows of the list."""

    created_at: datetime
    id: UUID

    @classmethod
    def of(cls, lead: Lead) -> "Cursor":
        return cls(lead.created_at, lead.pk)

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Raises ValueError for what str() never wrote."""
        moment, _, key = text.partition("_")
        try:
            return cls(EPOCH + int(moment) * MICROSECOND, UUID(key))
        except OverflowError as error:
            raise ValueError(text) from error

    def __str__(self) -> str:
        return f"{(self.created_at - EPOCH) // MICROSECOND}_{self.id.hex}"


@dataclass(frozen=True)
class Place:
    """Which page is asked for: what is older than `after`, or newer than `before`, or the first."""

    after: Cursor | None = None
    before: Cursor | None = None
    malformed: bool = False

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Place":
        try:
            if query.get("after"):
                return cls(after=Cursor.read(query["after"]))
            if query.get("before"):
                return cls(before=Cursor.read(query["before"]))
        except ValueError:
            return cls(malformed=True)
        return cls()


@dataclass(frozen=True)
class Page:
    leads: Sequence[Lead]
    newer: Cursor | None
    older: Cursor | None


def page(leads: LeadQuerySet, place: Place) -> Page:
    """One row more than is shown tells whether there is another page."""
    if place.before:
        rows = list(leads.newer_than(place.before.created_at, place.before.id)[: ROWS + 1])
        shown = rows[:ROWS][::-1]
        more_before, more_after = len(rows) > ROWS, True
    else:
        wanted = leads.newest_first()
        if place.after:
            wanted = wanted.older_than(place.after.created_at, place.after.id)
        rows = list(wanted[: ROWS + 1])
        shown = rows[:ROWS]
        more_before, more_after = place.after is not None, len(rows) > ROWS
    return Page(
        shown,
        newer=Cursor.of(shown[0]) if shown and more_before else None,
        older=Cursor.of(shown[-1]) if shown and more_after else None,
    )
