"""The one door for quotes: a customer who comes through it is never held up and never forgotten."""

import contextlib
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
from leads.intake.connection import Connector
from leads.intake.group import Stuck
from leads.intake.memory import Memory
from leads.intake.record import SubmissionRecord
from leads.intake.spool import Spool, SpoolBroken
from leads.intake.survey import Survey
from leads.intake.sweeper import Sweeper

log = logging.getLogger(__name__)

DB_DOWN = "db_down"
BOTS = frozenset({"honeypot", "flood"})  # above the ceiling these alone are counted instead of kept
BUSY_PAUSE_SECONDS = 0.03
# A quote on disk is safe: its customer waits only to learn whether the database is well. Long enough for a
# server on another continent, short enough that the moment in which one fails is hardly felt.
PATIENCE_SECONDS = 0.15
# Disk and database may both hang: what one of them has used up, the other cannot have.
SUBMIT_SECONDS = 0.5


@dataclass(frozen=True)
class Receipt:
    """`warning` is `db_down` when the database did not take the quote just now; customers never see it.

    `stored`: database, spool, log (the line of last resort), counted (a suspect above the ceiling, kept
    nowhere), nowhere (not even the log took it: it is in memory and in its WhatsApp text).
    """

    warning: str | None
    stored: str = "database"


@dataclass(frozen=True)
class Status:
    """For health. Counted since this process started: `lines` of last resort, quotes `lost` that not even
    the log took, and suspects counted instead of kept.
    """

    pending: int
    oldest_age_seconds: float | None
    parked: int
    breaker: BreakerState
    writable: bool = True
    lines: int = 0
    lost: int = 0
    suspects_counted: int = 0


@dataclass(frozen=True)
class Arrival:
    """A quote at the door, and until when (monotonic clock) its customer may be kept waiting."""

    id: UUID
    content: bytes
    give_up_at: float

    def seconds_left(self) -> float:
        return max(0.0, self.give_up_at - time.monotonic())


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
        self.memory = Memory()
        self.sweeper = Sweeper(
            self.spool, self.memory, self.breaker, self.survey, self.connector, self.committer
        )
        self.sweeping: threading.Thread | None = None
        self.starting = threading.Lock()
        self.counters = Counters()

    # --- a quote comes in ---------------------------------------------------
    def submit(self, record: SubmissionRecord) -> Receipt:
        """Keep the record, whatever happens. Never raises, never takes longer than about half a second."""
        arrival = Arrival(record.id, record.to_json(), time.monotonic() + SUBMIT_SECONDS)
        try:
            return self.keep(arrival, is_bot=record.suspect in BOTS)
        except Exception as error:
            self.complain(str(error) if isinstance(error, SpoolBroken) else failures.named(error))
            return self.without_spool(arrival)

    def keep(self, arrival: Arrival, *, is_bot: bool) -> Receipt:
        full = self.survey.is_above(self.ceiling)
        if full:
            self.complain(f"{self.ceiling} wait already")
            if is_bot:
                self.counters.suspects += 1
                return Receipt(self.warning(), "counted")
            if self.survey.disk_is_nearly_full():
                return self.without_spool(arrival)
        self.spool.write(arrival.id, arrival.content)
        self.survey.wrote_one()
        if not full:
            self.counters.spool_trouble = ""
        return self.with_spool(arrival)

    def with_spool(self, arrival: Arrival) -> Receipt:
        """Safe on disk: the database is only asked, and only while it is well."""
        if not self.breaker.is_open and self.is_in_database(arrival, in_spool=True):
            return Receipt(None, "database")
        return Receipt(self.warning(), "spool")

    def without_spool(self, arrival: Arrival) -> Receipt:
        """Acknowledged on commit; with the database gone too, on the line of last resort."""
        while not self.breaker.is_open and arrival.seconds_left() > 0:
            if self.is_in_database(arrival, in_spool=False):
                return Receipt(None, "database")
            time.sleep(BUSY_PAUSE_SECONDS)
        return self.last_resort(arrival)

    def last_resort(self, arrival: Arrival) -> Receipt:
        self.memory.add(arrival.id, arrival.content)
        if last_resort.write(arrival.content):
            self.counters.lines += 1
            return Receipt(DB_DOWN, "log")
        self.counters.lost += 1
        log.error("submission %s is in memory and in its WhatsApp text, and nowhere else", arrival.id)
        return Receipt(DB_DOWN, "nowhere")

    def is_in_database(self, arrival: Arrival, *, in_spool: bool) -> bool:
        """Ask the committer, and wait while there is time."""
        seconds = min(PATIENCE_SECONDS if in_spool else COMMIT_SECONDS, arrival.seconds_left())
        try:
            return self.committer.offer(Job(arrival.id, arrival.content, in_spool)).result(seconds).is_done
        except (TimeoutError, Stuck):
            self.breaker.open("late commit")
        except Exception as error:
            # Bad records and a failing database: both were looked after where they were found.
            log.debug("not stored at once: %s", failures.named(error))
        return False

    def warning(self) -> str | None:
        return DB_DOWN if self.breaker.is_open else None

    def complain(self, trouble: str) -> None:
        """The same trouble with every quote is one line in the log; health keeps showing it."""
        if trouble != self.counters.spool_trouble:
            log.error("trouble with the spool: %s", trouble)
        self.counters.spool_trouble = trouble

    # --- about it -----------------------------------------------------------
    def wake(self) -> None:
        """Start the sweeper if this process has none. One that cannot be started is tried again later."""
        if self.is_sweeping():
            return
        with self.starting, contextlib.suppress(RuntimeError):
            if not self.is_sweeping():
                sweeping = threading.Thread(target=self.sweeper.run, name="sweeper", daemon=True)
                sweeping.start()
                self.sweeping = sweeping

    def find(self, submission_id: UUID) -> SubmissionRecord | None:
        """A submission that is on this host and not yet in the database."""
        raw = self.memory.get(submission_id)
        return SubmissionRecord.from_json(raw) if raw else self.spool.find(submission_id)

    def is_sweeping(self) -> bool:
        return self.sweeping is not None and self.sweeping.is_alive()

    def status(self) -> Status:
        counted = self.survey.count()
        age = self.survey.oldest_age()
        return Status(
            pending=counted.pending + len(self.memory),
            oldest_age_seconds=None if age is None else round(age, 1),
            parked=counted.parked,
            breaker=self.breaker.state(),
            writable=not self.counters.spool_trouble,
            lines=self.counters.lines,
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
