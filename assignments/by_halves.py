"""Doing the same for many rows in one transaction, so that one bad row does not hold up the others."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, transaction

from leads.intake.failures import is_the_records

Key = TypeVar("Key")

# One of two who wait for each other, or who waited too long: nothing is wrong with the row.
IN_THE_WAY = frozenset({"40001", "40P01", "55P03"})


def by_halves(
    keys: Sequence[Key], deed: Callable[[Sequence[Key]], object], blame: Callable[[Key, Exception], object]
) -> None:
    """All together; where that fails, by halves, until one row alone is to blame and the others are done.

    Raises what is the database's fault and no row's. A row that was only in somebody's way is left to the
    next round.
    """
    try:
        with transaction.atomic():
            deed(keys)
    except Exception as error:  # whatever is wrong with one row, the others go on
        if is_the_systems(error):
            raise
        if len(keys) > 1:
            middle = len(keys) // 2
            by_halves(keys[:middle], deed, blame)
            by_halves(keys[middle:], deed, blame)
        elif sqlstate(error) not in IN_THE_WAY:
            blame(keys[0], error)


def is_the_systems(error: Exception) -> bool:
    if not isinstance(error, DatabaseError | InterfaceError) or sqlstate(error) in IN_THE_WAY:
        return False
    return not is_the_records(error.__cause__ or error)


def sqlstate(error: Exception) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
