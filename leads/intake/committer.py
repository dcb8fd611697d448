"""Stores what comes in right now: everything that waits, in one transaction, while the customers wait for it.

It never tries twice. What it cannot store at once is in the spool, and the sweeper's business.
"""

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from uuid import UUID

from leads.intake import failures
from leads.intake.breaker import Breaker
from leads.intake.connection import Connector, Outcome, Session
from leads.intake.group import GroupWorker
from leads.intake.spool import Spool

log = logging.getLogger(__name__)

COMMIT_SECONDS = 0.3
CONNECT_SECONDS = 0.25
COMMITTED_TOGETHER = 100


class NotStored(Exception):
    """The database is not well, or it did not answer for this record."""


@dataclass(frozen=True)
class Job:
    """A record to be stored now. `in_spool`: it has a file, which goes once it is stored."""

    id: UUID
    content: bytes
    in_spool: bool


class Committer:
    """One thread and one connection per process."""

    def __init__(self, spool: Spool, breaker: Breaker, connector: Connector) -> None:
        self.spool = spool
        self.breaker = breaker
        self.connector = connector
        self.session: Session | None = None
        self.lock = threading.Lock()
        self.worker = GroupWorker[Job, Outcome](
            "committer",
            self.commit,
            limit=COMMITTED_TOGETHER,
            stuck_after=CONNECT_SECONDS + COMMIT_SECONDS,
        )

    def offer(self, job: Job) -> Future[Outcome]:
        """Raises Stuck where the thread hangs."""
        return self.worker.ask(job)

    def commit(self, jobs: Sequence[Job]) -> Sequence[Outcome | Exception]:
        if self.breaker.is_open:  # they queued before it opened
            return [NotStored("the breaker is open")] * len(jobs)
        session: Session | None = None
        try:
            session = self.ready_session()
            outcomes = session.store([job.content for job in jobs], COMMIT_SECONDS)
        except Exception as error:
            return self.failed(jobs, session, error)
        return [self.settled(job, outcomes) for job in jobs]

    def settled(self, job: Job, outcomes: dict[UUID, Outcome]) -> Outcome | Exception:
        outcome = outcomes.get(job.id)
        if outcome is None:
            return NotStored("no outcome")
        if outcome.is_done and job.in_spool:
            self.spool.remove(job.id)
        return outcome

    def failed(
        self, jobs: Sequence[Job], session: Session | None, error: Exception
    ) -> Sequence[Outcome | Exception]:
        """One bad record fails all of its transaction: those without a file have only this chance."""
        if not failures.is_the_records(error) or session is None or not session.is_alive():
            self.give_up(session, error)
        elif len(jobs) > 1:
            return [self.commit([job])[0] if not job.in_spool else error for job in jobs]
        return [error] * len(jobs)

    def give_up(self, session: Session | None, error: Exception) -> None:
        """Nobody is to wait for this database, unless the sweeper has found it well again meanwhile."""
        with self.lock:
            if self.session is session or session is None:
                self.breaker.open(failures.named(error))
                self.replace(None)

    # --- the connection -----------------------------------------------------
    def ready_session(self) -> Session:
        """The connection, a new one where the server has hung up since the last quote."""
        with self.lock:
            session = self.session
            if session is None or not session.is_alive():
                session = self.connector.connect(CONNECT_SECONDS)
                self.replace(session)
            return session

    def warm_up(self, seconds: float) -> None:
        """Connect while nobody waits: the sweeper does it, before it closes the breaker. May raise."""
        session = self.connector.connect(seconds)
        with self.lock:
            self.replace(session)

    def drop_session(self) -> None:
        with self.lock:
            self.replace(None)

    def replace(self, session: Session | None) -> None:
        if self.session is not None:
            self.session.close()
        self.session = session
