"""A bound on what a search among a million leads may cost."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

CANCELLED = "57014"


class TookTooLong(Exception):
    """A statement was given up; nothing was written."""


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    """One transaction in which no statement takes longer. Raises TookTooLong."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, true)", [str(milliseconds)])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != CANCELLED:
            raise
        raise TookTooLong from error
