"""The versions of a calendar or a policy, newest first: who, when, why, and what changed in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignments.publishing import Version

SHOWN = 30


@dataclass(frozen=True)
class Entry:
    version: Any
    who: str
    changes: Sequence[str]


def history(newest_first: Any, told: Callable[[Any, Any], Sequence[str]]) -> list[Entry]:
    """The newest of these versions. `told` says what one changed of the one before it, None for the first."""
    rows = list(newest_first.select_related("published_by")[: SHOWN + 1])
    return list(entries(rows, told))[:SHOWN]


def entries(rows: list[Any], told: Callable[[Any, Any], Sequence[str]]) -> Iterator[Entry]:
    for version, before in zip(rows, [*rows[1:], None], strict=True):
        yield Entry(version, publisher(version), told(before, version))


def publisher(version: Version) -> str:
    """A name, or what is left of somebody whose account is gone."""
    if version.published_by_id is None:
        return _("the system")
    return version.published_by.name if version.published_by else str(version.published_by_id)
