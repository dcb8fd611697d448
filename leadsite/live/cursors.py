"""How far a reader has been told: a moment of the database, which knows whose transactions were not over yet.

A time or a rising number would not do: a transaction that took long commits what has an earlier one, and
whoever had read on would never be told.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

WRITTEN = re.compile(r"(\d{1,12})\.((\d{1,18}):(\d{1,18}):((?:\d{1,18},)*\d{1,18})?)", re.ASCII)
LONGEST = 4_000  # characters; PostgreSQL has a transaction a connection


@dataclass(frozen=True)
class Cursor:
    """`at`: seconds since 1970, by the database's clock. `snapshot`: a pg_snapshot as text."""

    at: int
    snapshot: str

    def __str__(self) -> str:
        return f"{self.at}.{self.snapshot}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """None for what PostgreSQL would not understand."""
        found = WRITTEN.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            return None
        at, snapshot, first, after, under_way = found.groups()
        numbers = [int(number) for number in (under_way or "").split(",") if number]
        ordered = all(one < other for one, other in pairwise(numbers))
        inside = all(int(first) <= number < int(after) for number in numbers)
        return cls(int(at), snapshot) if 0 < int(first) <= int(after) and ordered and inside else None
