"""Keyset pages: a page begins after the last row of the one before, however far down that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

NEVER = "never"


class Keyed(Protocol):
    """A row of a list that is ordered by a time and then by id."""

    pk: Any


Row = TypeVar("Row", bound=Keyed)


@dataclass(frozen=True)
class Cursor:
    """The row that a page begins after; its time is None where the row has none."""

    at: datetime | None
    id: UUID

    def __str__(self) -> str:
        # Z, not +00:00: a plus in an address is a space.
        at = self.at.astimezone(UTC).isoformat().replace("+00:00", "Z") if self.at else NEVER
        return f"{at}_{self.id}"


@dataclass(frozen=True)
class Page(Sequence[Row]):
    """The rows of one page, and where the next one begins ("" where there is none)."""

    rows: tuple[Row, ...]
    following: str

    def __getitem__(self, at: Any) -> Any:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)


def read(text: str) -> Cursor | None:
    """The cursor out of an address; None for the first page and for what is no cursor."""
    at, _, key = text.partition("_")
    try:
        moment = None if at == NEVER else datetime.fromisoformat(at)
        return Cursor(moment, UUID(key)) if moment is None or moment.tzinfo else None
    except ValueError:
        return None


def page(rows: Any, size: int, *, by: str) -> Page[Any]:
    """The first `size` of the ordered queryset `rows`, in one query; `by` names the time it is ordered by."""
    found = tuple(rows[: size + 1])
    shown = found[:size]
    following = str(Cursor(getattr(shown[-1], by), shown[-1].pk)) if len(found) > size else ""
    return Page(shown, following)
