"""How many open leads colleagues have: a trigger appends every change (assignments/sql/owner_loads)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Sum

from assignments.teams.owner_load import OwnerLoad

# Two who correct at once would correct twice.
ALONE = "select pg_advisory_xact_lock(hashtextextended('leadsite owner_loads', 0))"
DIFFERENCES = "select owner_id, counted, kept from owner_load_differences order by owner_id"
CORRECT = """
insert into owner_loads (owner_id, open_leads)
select owner_id, counted - kept from owner_load_differences returning owner_id
"""


@dataclass(frozen=True)
class Difference:
    """An owner whose load is not the number of their open leads."""

    owner_id: str
    counted: int
    kept: int


def loads(owners: Iterable[str]) -> dict[str, int]:
    """Open leads of each of these owners, by identifier, without reading leads."""
    rows = OwnerLoad.objects.filter(owner_id__in=list(owners)).values("owner_id")
    return dict(rows.annotate(open_leads=Sum("open_leads")).values_list("owner_id", "open_leads"))


def fold() -> int:
    """Add the changes of each owner up into one row; how many rows that took."""
    with connection.cursor() as cursor:
        cursor.execute("select fold_owner_loads()")
        (taken,) = cursor.fetchone()
    return int(taken)


def differences() -> list[Difference]:
    """Reads every open lead: for a check at night, not for choosing an owner."""
    with unhurried(), connection.cursor() as cursor:
        cursor.execute(DIFFERENCES)
        return [Difference(*row) for row in cursor.fetchall()]


def correct() -> int:
    """Append what is missing, whatever happens to leads meanwhile; for how many owners."""
    with unhurried(), connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute(CORRECT)
        return int(cursor.rowcount)


@contextmanager
def unhurried() -> Iterator[None]:
    """A transaction that may read a million leads."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = 0")
        yield
