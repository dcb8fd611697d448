"""Which times the database may hold: PostgreSQL knows some that end every page which reads them."""

from datetime import UTC, datetime

from django.db.models import Q

# A year from either end of Python's calendar, so that it is a time in every zone.
FIRST, LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def readable(*names: str) -> Q:
    """The condition that these columns hold times that Python knows, or none: no infinity, no year 20000."""
    return Q(*(Q(**{f"{name}__gte": FIRST, f"{name}__lt": LAST}) for name in names))
