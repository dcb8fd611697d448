"""Brings in what is on disk, oldest first, and finds out when a database that was away is back.

One thread per process. A lock on the spool lets one process of the host sweep at a time; that two would do
no harm is what makes it safe to pass over a process that holds the lock and does nothing.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from leads.intake import failures
from leads.intake.breaker import Breaker
from leads.intake.committer import Committer
from leads.intake.connection import Connector, Outcome, Session
from leads.intake.memory import Memory
from leads.intake.record import LeadFacts, SubmissionRecord
from leads.intake.resting import Resting
from leads.intake.spool import Spool, Waiting
from leads.intake.spool_lock import SpoolLock
from leads.intake.survey import Survey

log = logging.getLogger(__name__)

TICK_SECONDS = 0.25
LONGEST_BACK_OFF = 0.5
CONNECT_SECONDS = 2.0
REHEARSE_SECONDS = 1.0
DRAIN_SECONDS = 3.0
BATCH = 500
# Younger files are in the hands of a committer, as long as the database is well.
GRACE_SECONDS = 1.0
FAILURES_BEFORE_PARKING = 5
BUSY_REST, SYSTEM_REST, STUCK_REST = 0.5, 2.0, 3.0


class Sweeper:
    """`run` is the thread; `tick` is one round of it; `sweep` drains whatever the spool holds."""

    def __init__(
        self,
        spool: Spool,
        memory: Memory,
        breaker: Breaker,
        survey: Survey,
        connector: Connector,
        committer: Committer,
    ) -> None:
        self.spool = spool
        self.memory = memory
        self.breaker = breaker
        self.survey = survey
        self.connector = connector
        self.committer = committer
        self.session: Session | None = None
        self.resting = Resting()
        self.lock = SpoolLock(spool.folder)
        self.stopping = threading.Event()
        self.back_off = TICK_SECONDS
        self.trouble = ""
        self.cleaned = False

    # --- the thread ---------------------------------------------------------
    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.clean_once()
                self.tick()
                self.trouble = ""
            except Exception as error:  # the thread must outlive whatever it meets
                self.complain(failures.named(error))
            self.stopping.wait(self.back_off if self.breaker.is_open else TICK_SECONDS)
        self.drop_session()

    def clean_once(self) -> None:
        if not self.cleaned:
            self.spool.remove_leftovers()
            self.cleaned = True

    def complain(self, trouble: str) -> None:
        """The same trouble four times a second is one line in the log."""
        if trouble != self.trouble:
            log.error("the sweeper cannot work: %s", trouble)
        self.trouble = trouble

    def tick(self) -> None:
        """One round: is the database back, and what is there to bring in?"""
        counted = self.survey.count()
        if self.breaker.is_open and not self.database_is_back():
            self.back_off = min(LONGEST_BACK_OFF, self.back_off * 2)
            return
        self.back_off = TICK_SECONDS
        self.bring_in([found for found in self.memory.ids() if not self.resting.rests(found)], [])
        if counted.pending:
            with self.lock.held() as ours:
                if ours:
                    self.sweep()

    def database_is_back(self) -> bool:
        """Rehearse with a made-up quote; the committer gets its connection before anybody waits for it."""
        try:
            self.ready_session().rehearse(made_up(), REHEARSE_SECONDS)
            self.committer.warm_up(CONNECT_SECONDS)
        except Exception as error:
            log.debug("the database is still away: %s", failures.named(error))
            self.drop_session()
            return False
        self.breaker.close()
        return True

    # --- draining -----------------------------------------------------------
    def sweep(self, *, everything: bool = False) -> int:
        """Bring in what is due in the spool, or everything; how many went."""
        return self.bring_in(*self.due(everything=everything))

    def bring_in(self, together: list[UUID], alone: list[UUID]) -> int:
        """Store these, in that order. Ends early, with the breaker open, when the system fails.

        The first transactions are small: of a database half alive they ask little.
        """
        went, size = 0, 1
        while (together or alone) and not self.stopping.is_set():
            batch = taken(together, size) or taken(alone, 1)
            try:
                went += self.drain(batch)
            except Exception as error:
                self.system_failed(batch, error)
                break
            size = min(BATCH, size * 4)
            self.lock.show_life()
        return went

    def due(self, *, everything: bool) -> tuple[list[UUID], list[UUID]]:
        """Oldest first; apart from them those that failed by themselves before: they spoil no transaction."""
        due = [found.id for found in self.spool.waiting() if everything or self.is_due(found)]
        alone = [found for found in due if self.resting.has_failed(found)]
        return [found for found in due if not self.resting.has_failed(found)], alone

    def is_due(self, found: Waiting) -> bool:
        age = time.time() - found.written_at
        in_other_hands = 0 <= age < GRACE_SECONDS
        return not in_other_hands and not self.resting.rests(found.id)

    def drain(self, ids: Sequence[UUID]) -> int:
        """Store these in one transaction; how many went. A system's failure is raised."""
        contents = self.contents(ids)
        if not contents:
            return 0
        session = self.ready_session()
        try:
            outcomes = session.store(list(contents.values()), DRAIN_SECONDS)
        except Exception as error:
            if not failures.is_the_records(error) or not session.is_alive():
                raise
            return self.records_failed(list(contents), failures.named(error))
        return sum(self.settle(found, outcomes.get(found)) for found in contents)

    def contents(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The files that are still there. One that the disk does not give back must not stop the others."""
        found: dict[UUID, bytes] = {}
        for submission_id in ids:
            try:
                raw = self.memory.get(submission_id) or self.spool.read(submission_id)
            except OSError as error:
                log.error("submission %s cannot be read: %s", submission_id, error.strerror)
                self.resting.rest(submission_id, STUCK_REST)
            else:
                if raw is not None:
                    found[submission_id] = raw
        return found

    def settle(self, submission_id: UUID, outcome: Outcome | None) -> int:
        if outcome is None:  # the file holds another submission than its name says
            return self.records_failed([submission_id], "no outcome")
        if not outcome.is_done:
            self.resting.rest(submission_id, BUSY_REST)
            return 0
        self.resting.forget(submission_id)
        self.memory.forget(submission_id)
        if not self.spool.remove(submission_id):
            self.resting.rest(submission_id, STUCK_REST)  # stored; the disk does not let the file go
        return 1

    # --- what goes wrong ----------------------------------------------------
    def records_failed(self, ids: Sequence[UUID], reason: str) -> int:
        """A bad record is among these: each half is tried apart, until it is alone and the others went."""
        if len(ids) > 1:
            middle = len(ids) // 2
            return self.drain(ids[:middle]) + self.drain(ids[middle:])
        (bad,) = ids
        count = max(self.spool.note_failure(bad, reason), self.resting.failed(bad))
        log.warning("submission %s failed by itself, %d times by now: %s", bad, count, reason)
        if count >= FAILURES_BEFORE_PARKING:
            # In the middle of a migration every record breaks a rule: then it is not this one that is bad.
            self.ready_session().rehearse(made_up(), REHEARSE_SECONDS)
            self.park(bad, reason)
        return 0

    def park(self, bad: UUID, reason: str) -> None:
        self.memory.forget(bad)  # where the spool has no file of it, the log has its line
        try:
            self.spool.park(bad)
        except OSError as error:
            log.error("submission %s cannot be parked: %s", bad, error.strerror)
            return
        self.resting.forget(bad)
        log.error("parked submission %s, which a person must look at: %s", bad, reason)

    def system_failed(self, ids: Sequence[UUID], error: Exception) -> None:
        if len(ids) == 1:
            # If it is this record after all that upsets the system, the next sweep begins with another.
            self.resting.rest(ids[0], SYSTEM_REST)
        self.breaker.open(failures.named(error))
        self.drop_session()

    # --- the connection -----------------------------------------------------
    def ready_session(self) -> Session:
        if self.session is None or not self.session.is_alive():
            self.drop_session()
            self.session = self.connector.connect(CONNECT_SECONDS)
        return self.session

    def drop_session(self) -> None:
        if self.session is not None:
            self.session.close()
        self.session = None


def taken(ids: list[UUID], count: int) -> list[UUID]:
    batch = ids[:count]
    del ids[:count]
    return batch


def made_up() -> bytes:
    """A quote for the rehearsal: nobody's, and never committed."""
    key = uuid4()
    record = SubmissionRecord(
        id=key,
        folio=f"rehearsal {key}",
        lead=LeadFacts("Rehearsal", phone=f"+{key.int % 10**15:015}"),
        submitted_at=datetime.now(UTC),
    )
    return record.to_json()
