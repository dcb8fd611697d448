"""Pages by where one left off, newest first: the thousandth costs what the first does, and nothing shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F

from leads.models import Lead
from leads.querysets import LeadQuerySet
from leadsite import cursors
from leadsite.cursors import Cursor

ROWS = 50


@dataclass(frozen=True)
class Place:
    """Which page is asked for: what is older than `after`, or newer than `before`, or the first."""

    after: Cursor | None = None
    before: Cursor | None = None
    malformed: bool = False

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Place":
        text = query.get("after") or query.get("before")
        if not text:
            return cls()
        cursor = cursors.read(text)
        if cursor is None or cursor.at is None:
            return cls(malformed=True)
        return cls(after=cursor) if query.get("after") else cls(before=cursor)


@dataclass(frozen=True)
class Page:
    leads: Sequence[Lead]
    newer: Cursor | None
    older: Cursor | None


def page(leads: LeadQuerySet, place: Place) -> Page:
    """One row more than is shown tells whether there is another page."""
    return cut(list(ordered(leads, place)[: ROWS + 1]), place)


def ordered(leads: LeadQuerySet, place: Place) -> LeadQuerySet:
    """From the place on, nearest first."""
    if place.before:
        return leads.newer_than(place.before)
    return (leads.older_than(place.after) if place.after else leads).newest_first()


def sorted_first(leads: LeadQuerySet, place: Place) -> LeadQuerySet:
    """In the same order, by a time that no index has: the planner finds all and sorts them, it cannot walk
    along the list past a million leads for one that is rare."""
    at = F("created_at") + timedelta(0)
    key = ("at", "id") if place.before else ("-at", "-id")
    return ordered(leads, place).alias(at=at).order_by(*key)


def cut(rows: Sequence[Lead], place: Place) -> Page:
    """The page that begins with these rows, nearest to the place first."""
    further = len(rows) > ROWS
    shown = list(rows[:ROWS])
    if place.before:
        shown.reverse()
    newer, older = (further, True) if place.before else (place.after is not None, further)
    return Page(
        shown,
        newer=_at(shown[0]) if shown and newer else None,
        older=_at(shown[-1]) if shown and older else None,
    )


def _at(lead: Lead) -> Cursor:
    return Cursor(lead.created_at, lead.pk)
