"""The drainers' own connections to the database. Django's connection is never used here."""

import select
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection as django_connection

from leads.intake import watchdog

# The name server may hang for ten seconds at a time; so many attempts may hang beside one another.
HANGING_CONNECTS = 8

# One message, one implicit transaction: works through a pooler in transaction mode, and nothing is left set.
STORE = """
select set_config('statement_timeout', %(timeout)s, true), set_config('lock_timeout', %(lock_timeout)s, true);
select id, outcome, lead_id, kind from store_submissions(%(records)s::jsonb)
"""
# The whole deed but for the commit: proves that a quote could be stored now, in these tables.
REHEARSE = f"begin; {STORE}; rollback"
LOCK_MILLISECONDS = 200


class CannotConnect(Exception):
    """No connection within the time given. Carries what the driver said, if it said anything."""


@dataclass(frozen=True)
class Outcome:
    """What became of one record: `stored`, `known` before, `erased` meanwhile, or `busy`: not now."""

    id: UUID
    outcome: str
    lead_id: UUID | None
    kind: str | None

    @property
    def is_done(self) -> bool:
        return self.outcome != "busy"


class Session:
    """One connection. Whoever gets an error from it throws it away, unless `is_alive` says otherwise."""

    def __init__(self, raw: "psycopg.Connection[Any]") -> None:
        self.raw = raw

    def store(self, contents: Sequence[bytes], seconds: float) -> dict[UUID, Outcome]:
        """Store these records in one transaction, or none of them. Raises whatever goes wrong."""
        rows = self.run(STORE, contents, seconds)
        return {row[0]: Outcome(*row) for row in rows}

    def rehearse(self, content: bytes, seconds: float) -> None:
        """Store a record and take it back. Raises whatever would go wrong."""
        self.run(REHEARSE, [content], seconds)

    def run(self, query: str, contents: Sequence[bytes], seconds: float) -> list[tuple[Any, ...]]:
        parameters = {
            "timeout": str(int(seconds * 1000)),
            "lock_timeout": str(LOCK_MILLISECONDS),
            "records": array(contents),
        }
        rows: list[tuple[Any, ...]] = []
        with watchdog.deadline(self.raw, seconds), psycopg.ClientCursor(self.raw) as cursor:
            cursor.execute(query.encode(), parameters)
            while True:
                if cursor.description and cursor.description[0].name == "id":
                    rows = cursor.fetchall()
                if not cursor.nextset():
                    return rows

    def is_alive(self) -> bool:
        """Idle, and the server has not hung up: an idle connection has nothing to read but a farewell."""
        if self.raw.closed or self.raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            return False
        poll = select.poll()
        poll.register(self.raw.fileno(), select.POLLIN)
        return not poll.poll(0)

    def close(self) -> None:
        self.raw.close()


def array(contents: Sequence[bytes]) -> str:
    """The records as one JSON array, each as it lies in its file.

    What a damaged file may hold besides JSON is left to the database to refuse, so that it counts as the
    record's own fault; the driver would refuse a NUL by itself.
    """
    joined = b"[" + b",".join(contents) + b"]"
    return joined.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


class Connector:
    """Connects in threads that are left behind when they hang: a name server or a route may do that."""

    def __init__(self) -> None:
        self.places = threading.BoundedSemaphore(HANGING_CONNECTS)

    def connect(self, seconds: float) -> Session:
        """A new session within `seconds`, or CannotConnect, or what the driver raises."""
        if not self.places.acquire(blocking=False):
            raise CannotConnect("too many attempts hang")
        attempt: Future[Session] = Future()
        try:
            threading.Thread(target=self.attempt, args=(attempt,), name="connector", daemon=True).start()
        except RuntimeError:  # no thread to be had at this moment
            self.places.release()
            raise
        try:
            return attempt.result(seconds)
        except TimeoutError:
            if not attempt.cancel():
                return attempt.result()
            raise CannotConnect("no answer in time") from None

    def attempt(self, attempt: Future[Session]) -> None:
        try:
            session = Session(psycopg.connect(**parameters(), autocommit=True))
        except Exception as error:
            if attempt.set_running_or_notify_cancel():
                attempt.set_exception(error)
        else:
            if attempt.set_running_or_notify_cancel():
                attempt.set_result(session)
            else:
                session.close()
        finally:
            self.places.release()


def parameters() -> dict[str, Any]:
    """How Django would connect, the suite's own database included, without Django's cursors and types."""
    found = django_connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        found.pop(name, None)
    return {**found, "application_name": "leadsite intake", "prepare_threshold": None}
