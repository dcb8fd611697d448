"""Leaves a provider alone that fails: five failures in a minute open the breaker for five minutes, for all.

Its state is a row, by the database's clock. When it has rested, one call of one process tries whether the
provider is back; the others go on being refused at once.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connection

log = logging.getLogger(__name__)

FAILURES, WITHIN_SECONDS, REST_SECONDS = 5, 60, 300

STATE = """
    select extract(epoch from probe_at - clock_timestamp()) from circuit_breakers
    where name = %(name)s and opened_at is not null
"""
PROBE = """
    update circuit_breakers set probe_at = clock_timestamp() + make_interval(secs => %(rest)s)
    where name = %(name)s and opened_at is not null and probe_at <= clock_timestamp()
"""
FAILED = """
    insert into circuit_breakers (name, failed_at, reason)
    values (%(name)s, array[clock_timestamp()], %(reason)s)
    on conflict (name) do update set
        reason = excluded.reason,
        failed_at = array(
            select at from unnest(circuit_breakers.failed_at || excluded.failed_at) as failure (at)
            where at > clock_timestamp() - make_interval(secs => %(within)s)
        )
"""
OPEN = """
    update circuit_breakers
    set opened_at = clock_timestamp(), probe_at = clock_timestamp() + make_interval(secs => %(rest)s),
        times_opened = times_opened + 1
    where name = %(name)s and opened_at is null and cardinality(failed_at) >= %(failures)s
"""
CLOSE = (
    "update circuit_breakers set opened_at = null, probe_at = null, failed_at = '{}' where name = %(name)s"
)


class Resting(Exception):
    """The provider is left alone, and nobody was asked; tried again in so many seconds."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"{name} rests for {seconds:.0f} s")
        self.seconds = seconds


@contextmanager
def best_effort(name: str) -> Iterator[None]:
    """What the provider said must not be lost because the database is away at that moment."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        log.warning("breaker of %s could not be written: %s", name, type(error).__name__)
        connection.close_if_unusable_or_obsolete()


@dataclass(frozen=True)
class Breaker:
    name: str

    def ask(self) -> bool:
        """Whether this call is the one that tries if the provider is back. Raises Resting, DatabaseError."""
        seconds = self.rests_for()
        if seconds is None:
            return False
        if seconds <= 0 and self.run(PROBE):
            return True
        raise Resting(self.name, max(seconds, 1.0))

    def rests_for(self) -> float | None:
        """Seconds until it is tried again, none or fewer where that is due; None: it is asked as usual."""
        with connection.cursor() as cursor:
            cursor.execute(STATE, {"name": self.name})
            found = cursor.fetchone()
        return None if found is None else float(found[0])

    def failed(self, reason: str) -> None:
        """`reason` is shown to staff and in health: no address and no secret in it."""
        with best_effort(self.name):
            self.run(FAILED, reason=reason)
            if self.run(OPEN):
                log.warning("breaker of %s open: %s", self.name, reason)

    def close(self) -> None:
        with best_effort(self.name):
            self.run(CLOSE)
            log.warning("breaker of %s closed", self.name)

    def run(self, statement: str, **values: str) -> bool:
        """Whether it changed a row."""
        bounds = {"rest": REST_SECONDS, "within": WITHIN_SECONDS, "failures": FAILURES}
        with connection.cursor() as cursor:
            cursor.execute(statement, {"name": self.name, **bounds, **values})
            return bool(cursor.rowcount > 0)
