"""That steps are taken, written to the waits they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from assignments.clocks.models import LeadClock
from assignments.models import Assignment

FOLDER = Path(__file__).resolve().parent
MARK_CLOCKS = (FOLDER / "mark_clocks.sql").read_text(encoding="utf-8")
MARK_ASSIGNMENTS = (FOLDER / "mark_assignments.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Mark:
    """The highest share whose deeds are done, whether the deadline is among them, and when to look again."""

    row: LeadClock | Assignment
    share: int
    missed: bool
    next_at: datetime | None


def mark(marks: Iterable[Mark]) -> None:
    """In the caller's transaction, which holds the leads."""
    clocks: list[tuple[Any, ...]] = []
    owners: list[tuple[Any, ...]] = []
    for one in marks:
        columns = (one.row.pk, one.share, one.next_at)
        if isinstance(one.row, LeadClock):
            clocks.append((*columns, one.missed))
        else:
            owners.append(columns)
    write(MARK_CLOCKS, clocks)
    write(MARK_ASSIGNMENTS, owners)


def write(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
