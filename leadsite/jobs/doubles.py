"""Telling that a job waits already under its key, as procrastinate would have it told.

It reads the key from the detail of the database's error, and a table with row security gives none to any
role but its owner. What it raises then is an AssertionError, which ends its worker: no job would be done as
long as one that is due again waits from the time before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT


@contextmanager
def told() -> Iterator[None]:
    """Raises AlreadyEnqueued where one waits."""
    try:
        yield
    except AssertionError as error:
        if is_double(error.__context__):
            raise AlreadyEnqueued("a job waits under this key") from error
        raise


def is_double(error: BaseException | None) -> bool:
    return (
        isinstance(error, psycopg.errors.UniqueViolation)
        and error.diag.constraint_name == QUEUEING_LOCK_CONSTRAINT
    )


class Connector(PsycopgConnector):
    """The worker's own, by which it defers what is done at its time."""

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        with told():
            found: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
        return found
