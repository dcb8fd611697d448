"""What has been kept long enough goes in short transactions, so that nobody waits for it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet

AT_ONCE = 5_000


def forget(rows: QuerySet[Any]) -> int:
    """Delete these, from the first of their order on; how many went."""
    return in_pieces(partial(forget_some, rows))


def forget_some(rows: QuerySet[Any], most: int) -> int:
    """Delete so many of these at most; how many were found. One that has changed meanwhile may stay."""
    keys = list(rows.values_list("pk", flat=True)[:most])
    if keys:
        rows.filter(pk__in=keys).delete()
    return len(keys)


def in_pieces(delete: Callable[[int], int]) -> int:
    """Call `delete`, which is given the most that it may delete, until it finds fewer; how many went."""
    gone = last = delete(AT_ONCE)
    while last == AT_ONCE:
        last = delete(AT_ONCE)
        gone += last
    return gone
