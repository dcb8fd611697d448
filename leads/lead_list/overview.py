"""The tabs' counts and what the filters offer, in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from leads.lead_list.saved_views import VIEWS, Reader, SavedView

CHOICES = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
COUNTED = 1_000
MOST_CHOICES = 200  # a program may write any source: the page stays a page


@dataclass(frozen=True)
class Count:
    """Exact up to COUNTED; above it nobody needs to know, and counting would cost more than the page."""

    rows: int

    def __str__(self) -> str:
        return f"{COUNTED:,}+" if self.rows > COUNTED else f"{self.rows:,}"


@dataclass(frozen=True)
class Overview:
    counts: Mapping[str, Count]
    sources: Sequence[str]
    categories: Sequence[str]
    owners: Sequence[tuple[str, str]]  # identifier, name
    covered: Sequence[str] = ()  # for whom the reader answers while they are away, by name

    def has_many(self, view: SavedView) -> bool:
        """Whether it is known to hold more leads than are counted."""
        return view.name in self.counts and self.counts[view.name].rows > COUNTED


def overview(reader: Reader, *, counted: Sequence[SavedView] = VIEWS) -> Overview:
    """`counted` are the views whose leads are counted: that costs more than all the rest of it."""
    counts, values = counting(reader, counted)
    sql = f"select {counts} offered.* from ({CHOICES}) as offered"  # noqa: S608  # our own SQL
    covering: list[Any] = [reader.user.identifier, reader.now, reader.now]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, MOST_CHOICES, MOST_CHOICES, *covering])
        row = list(cursor.fetchone())
    sources, categories, owners, covered = (_read(found) for found in row[len(counted) :])
    return Overview(
        counts={view.name: Count(rows) for view, rows in zip(counted, row, strict=False)},
        sources=sources,
        categories=categories,
        owners=[(identifier, name) for identifier, name in owners],
        covered=covered,
    )


def counting(reader: Reader, views: Sequence[SavedView]) -> tuple[str, list[Any]]:
    """A column for each view, and the values of its parameters."""
    columns: list[str] = []
    values: list[Any] = []
    for view in views:
        sql, given = view.first(reader, COUNTED + 1).query.sql_with_params()
        columns.append(f"(select count(*) from ({sql}) as found),")  # noqa: S608  # Django's own SQL
        values.extend(given)
    return " ".join(columns), values


def _read(found: Any) -> Any:
    """Django leaves json to whoever asked for it."""
    return json.loads(found) if isinstance(found, str) else found
