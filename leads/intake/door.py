"""The one door for quotes: a customer who comes through it is never held up and never forgotten."""

import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from leads.intake import failures, last_resort
from leads.intake.breaker import Breaker, BreakerState
from leads.intake.committer import COMMIT_SECONDS, Committer, Job
from leads.intake.connection import Connector, Outcome
from leads.intake.group import Stuck
from leads.intake.record import SubmissionRecord
from leads.intake.spool import Spool, SpoolBroken
from leads.intake.survey import Survey
from leads.intake.sweeper import Sweeper

log = logging.getLogger(__name__)

DB_DOWN = "db_down"
BUSY_PAUSE_SECONDS = 0.03


@dataclass(frozen=True)
class Receipt:
    """`warning` is `db_down` when the database did not take the quote just now; customers never see it.

    `stored`: database, spool, log (the line of last resort), counted (a suspect above the ceiling, kept
    nowhere), nowhere (no store took it: the WhatsApp text is the only copy).
    """

    warning: str | None
    stored: str = "database"


@dataclass(frozen=True)
class Status:
    """For health. `lost` counts, since this process started, quotes that no store took."""

    pending: int
    oldest_age_seconds: float | None
    parked: int
    breaker: BreakerState
    writable: bool = True
    lost: int = 0
    suspects_counted: int = 0


@dataclass
class Counters:
    lost: int = 0
    lines: int = 0
    suspects: int = 0
    spool_trouble: str = ""


class Door:
    """Everything of the intake that one process needs, on one spool."""

    def __init__(self, folder: Path, ceiling: int) -> None:
        self.pid = os.getpid()
        self.folder = folder
        self.ceiling = ceiling
        self.spool = Spool(folder)
        self.survey = Survey(self.spool)
        self.breaker = Breaker()
        self.connector = Connector()
        self.committer = Committer(self.spool, self.breaker, self.connector)
        self.sweeper = Sweeper(self.spool, self.breaker, self.survey, self.connector, self.committer)
        self.sweeping: threading.Thread | None = None
        self.counters = Counters()

    # --- a quote comes in ---------------------------------------------------
    def submit(self, record: SubmissionRecord) -> Receipt:
        """Keep the record, whatever happens. Never raises, never takes longer than about half a second."""
        content = record.to_json()
        try:
            return self.keep(record, content)
        except Exception as error:
            return self.spool_failed(record.id, content, error)

    def keep(self, record: SubmissionRecord, content: bytes) -> Receipt:
        if self.survey.is_above(self.ceiling):
            self.complain(f"full: {self.ceiling} submissions wait")
            if record.suspect:
                self.counters.suspects += 1
                return Receipt(self.warning(), "counted")
            if self.survey.disk_is_nearly_full():
                return self.without_spool(record.id, content)
        self.spool.write(record.id, content)
        self.survey.wrote_one()
        self.counters.spool_trouble = ""
        return self.with_spool(record.id, content)

    def warning(self) -> str | None:
        return DB_DOWN if self.breaker.is_open else None

    def with_spool(self, key: UUID, content: bytes) -> Receipt:
        """Safe on disk: the database is only asked, and only while it is well."""
        if not self.breaker.is_open:
            outcome = self.ask_database(Job(key, content, in_spool=True), COMMIT_SECONDS)
            if outcome is not None and outcome.is_done:
                return Receipt(None, "database")
        return Receipt(self.warning(), "spool")

    def spool_failed(self, key: UUID, content: bytes, error: Exception) -> Receipt:
        self.complain(str(error) if isinstance(error, SpoolBroken) else failures.named(error))
        return self.without_spool(key, content)

    def complain(self, trouble: str) -> None:
        """The same trouble with every quote is one line in the log; health keeps showing it."""
        if trouble != self.counters.spool_trouble:
            log.error("the spool does not take submissions: %s", trouble)
        self.counters.spool_trouble = trouble

    def without_spool(self, key: UUID, content: bytes) -> Receipt:
        """Acknowledged on commit; with the database gone too, on the line of last resort."""
        give_up = time.monotonic() + COMMIT_SECONDS
        while not self.breaker.is_open and (left := give_up - time.monotonic()) > 0:
            outcome = self.ask_database(Job(key, content, in_spool=False), left)
            if outcome is not None and outcome.is_done:
                return Receipt(None, "database")
            time.sleep(BUSY_PAUSE_SECONDS)
        return self.last_resort(key, content)

    def last_resort(self, key: UUID, content: bytes) -> Receipt:
        if last_resort.write(content):
            self.counters.lines += 1
            return Receipt(DB_DOWN, "log")
        self.counters.lost += 1
        log.error("no store took submission %s: only its WhatsApp text knows of it", key)
        return Receipt(DB_DOWN, "nowhere")

    def ask_database(self, job: Job, seconds: float) -> Outcome | None:
        """What the committer says in time; None if it says nothing good."""
        try:
            return self.committer.offer(job).result(seconds)
        except (TimeoutError, Stuck):
            self.breaker.open("late commit")
        except Exception as error:
            # Bad records and a failing database: both were looked after where they were found.
            log.debug("not stored at once: %s", failures.named(error))
        return None

    # --- about it -----------------------------------------------------------
    def wake(self) -> None:
        """Start the sweeper if this process has none."""
        if self.sweeping is None:
            self.sweeping = threading.Thread(target=self.sweeper.run, name="sweeper", daemon=True)
            self.sweeping.start()

    def status(self) -> Status:
        counted = self.survey.count()
        age = None if counted.oldest_at is None else round(max(0.0, time.time() - counted.oldest_at), 1)
        return Status(
            pending=counted.pending,
            oldest_age_seconds=age,
            parked=counted.parked,
            breaker=self.breaker.state(),
            writable=not self.counters.spool_trouble,
            lost=self.counters.lost,
            suspects_counted=self.counters.suspects,
        )

    def stop(self) -> None:
        """End the thread and the connections: for tests and commands, a process just exits."""
        self.sweeper.stopping.set()
        if self.sweeping is not None:
            self.sweeping.join(10)
        self.committer.drop_session()
        self.sweeper.drop_session()
