"""One wait of a customer, run to its verdict.

An answer up to the deadline, the very moment included, is in time. A miss is a fact: an answer after it is
late, a pause or a closing after it takes nothing back. Only waits pause; a status never does. Closing a lead
stops its clocks; reopening it sets them going as if they had never been stopped, and what fell due meanwhile
is missed then.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from assignments.sla.facts import Closing
from assignments.working_time import Deadline, Pause, WorkingCalendar, deadline

RULES = 1  # raise it when the same inputs are to give another deadline


class Verdict(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"  # and still unanswered
    ANSWERED_LATE = "answered_late"
    CLOSED = "closed"  # before it was due and before it was answered


@dataclass(frozen=True)
class Promise:
    """So much working time by this calendar; None: nothing was promised.

    `warn_share` is in percent of it; None: no warning.
    """

    target: timedelta | None
    calendar: WorkingCalendar
    warn_share: int | None = 75
    policy_version: str = ""


@dataclass(frozen=True)
class Clock:
    """`deadline` and `warn_at` are None where nothing was promised, and while a pause leaves them open.

    `missed_at` is the deadline, or when the lead was reopened after it. `by_wall_clock`: the calendar never
    opens, every hour counted. A clock is answered or stopped, never both.
    """

    name: str
    started_at: datetime
    deadline: datetime | None
    warn_at: datetime | None
    answered_at: datetime | None
    stopped_at: datetime | None
    missed_at: datetime | None
    by_wall_clock: bool
    verdict: Verdict

    @property
    def ended_at(self) -> datetime | None:
        return self.answered_at or self.stopped_at


@dataclass(frozen=True)
class Round:
    """From when the customer waits, until when, and the closings that count for it."""

    name: str
    started_at: datetime
    answered_at: datetime | None
    closings: tuple[Closing, ...]

    def open_since(self, moment: datetime) -> datetime | None:
        """The first moment from then on at which the lead is not closed."""
        for begin, end in sorted(self.closings, key=lambda closing: closing.begin):
            if begin <= moment and (end is None or moment < end):
                if end is None:
                    return None
                moment = end
        return moment

    def closed_since(self, moment: datetime) -> datetime | None:
        """When the closing began in which that moment lies."""
        begins = [begin for begin, end in self.closings if begin <= moment and (end is None or moment < end)]
        return max(min(begins), self.started_at) if begins else None


def run(one: Round, promise: Promise, pauses: Iterable[Pause], now: datetime) -> Clock:
    """The clock as it stands at `now`, which is not before any fact."""
    pauses = tuple(pauses)
    due = reached(one.started_at, promise, 100, pauses)
    answered_at = one.answered_at
    met = answered_at is not None and (due.at is None or answered_at <= due.at)
    missed_at = None if met or due.at is None else missed(one, due.at, answered_at or now)
    stopped_at = None
    if answered_at is None:
        stopped_at = one.closed_since(now)
    elif not met and missed_at is None and due.at is not None:
        # It fell due while the lead was closed: the closing had ended the wait before the answer could.
        answered_at, stopped_at = None, one.closed_since(due.at)
    clock = Clock(
        name=one.name,
        started_at=one.started_at,
        deadline=due.at,
        warn_at=reached(one.started_at, promise, promise.warn_share, pauses).at,
        answered_at=answered_at,
        stopped_at=stopped_at,
        missed_at=missed_at,
        by_wall_clock=due.by_wall_clock,
        verdict=Verdict.RUNNING,
    )
    return replace(clock, verdict=verdict(clock, promised=promise.target is not None))


def missed(one: Round, due: datetime, until: datetime) -> datetime | None:
    """When the deadline had passed unanswered, `until` excluded: at the deadline itself it is in time."""
    moment = one.open_since(due)
    return moment if moment is not None and moment < until else None


def verdict(clock: Clock, *, promised: bool) -> Verdict:
    if clock.missed_at is not None:
        return Verdict.ANSWERED_LATE if clock.answered_at else Verdict.MISSED
    if clock.answered_at is not None:
        return Verdict.MET
    if clock.stopped_at is not None:
        return Verdict.CLOSED
    return Verdict.PAUSED if promised and clock.deadline is None else Verdict.RUNNING


def reached(started_at: datetime, promise: Promise, share: int | None, pauses: Iterable[Pause]) -> Deadline:
    """When so many percent of the target have passed in working time."""
    if promise.target is None or share is None:
        return Deadline(None)
    return deadline(promise.calendar, started_at, promise.target * share // 100, pauses)


def step_at(started_at: datetime, promise: Promise, share: int, pauses: Iterable[Pause]) -> datetime | None:
    """When a step is due that comes after so many percent of the target: 75 warns, 100 is the deadline.

    None where nothing was promised, and while a pause leaves it open.
    """
    return reached(started_at, promise, share, pauses).at


def fingerprint(started_at: datetime, promise: Promise, pauses: Iterable[Pause]) -> str:
    """SHA-256 of all that a deadline follows from: where it differs, the stored deadline is out of date."""
    after = [pause for pause in pauses if pause.end is None or pause.end > started_at]
    inputs = {
        "rules": RULES,
        "started_at": utc(started_at),
        "target": None if promise.target is None else promise.target // timedelta(microseconds=1),
        "warn_share": promise.warn_share,
        "policy": promise.policy_version,
        "calendar": promise.calendar.fingerprint,
        "pauses": sorted([utc(pause.begin), pause.end and utc(pause.end)] for pause in after),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
