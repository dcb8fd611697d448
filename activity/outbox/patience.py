"""Writing down what cannot be asked a second time, with a database that may be away."""

import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from leadsite.jobs import back_off

SECONDS = 150.0


def patiently(write: Callable[[], None], *, seconds: float = SECONDS) -> None:
    """Run `write`, a transaction of its own, again and again while the database is away."""
    deadline = time.monotonic() + seconds
    failures = 0
    while True:
        try:
            return write()
        except (DatabaseError, InterfaceError) as error:
            if is_ours(error) or time.monotonic() > deadline:
                raise
            failures += 1
            connection.close_if_unusable_or_obsolete()
            time.sleep(back_off.seconds_after(failures))


def is_ours(error: Exception) -> bool:
    """Whether the database answered, and refused what we wrote: it would refuse it again.

    57 is a server that goes down or cancels, 55 a lock, 40 a deadlock, 53 a lack of memory or connections.
    """
    state = getattr(error.__cause__, "sqlstate", None)
    return state is not None and state[:2] not in ("08", "40", "53", "55", "57", "58")
