"""What came of many waits: how many were answered in time, late or not at all, and how long it took. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from assignments import waits
from assignments.waits import Wait

Key = TypeVar("Key")


class Verdict(StrEnum):
    MET = "met"
    LATE = "answered_late"
    MISSED = "missed"  # and not answered yet
    CLOSED = "closed"  # over without an answer, before it was due
    RUNNING = "running"


@dataclass(frozen=True)
class Waited:
    """One wait of a customer. `week` is its Monday at the shop, `minutes` the working time to the answer,
    whole and rounded up; None while there is none.
    """

    person: str
    team: str
    week: date
    verdict: Verdict
    minutes: int | None


@dataclass(frozen=True)
class Summary:
    met: int
    answered_late: int
    missed: int
    closed: int
    running: int
    wait: Wait | None  # None where nothing was answered

    @property
    def judged(self) -> int:
        """Those whose verdict is in: what is still running or was closed before it was due says nothing."""
        return self.met + self.answered_late + self.missed

    @property
    def percent_met(self) -> int | None:
        """Whole percent, rounded down: 100 is all of them. None of none."""
        return 100 * self.met // self.judged if self.judged else None


def summary(rows: Iterable[Waited]) -> Summary:
    rows = list(rows)
    verdicts = Counter(row.verdict for row in rows)
    minutes = Counter(row.minutes for row in rows if row.minutes is not None)
    return Summary(
        met=verdicts[Verdict.MET],
        answered_late=verdicts[Verdict.LATE],
        missed=verdicts[Verdict.MISSED],
        closed=verdicts[Verdict.CLOSED],
        running=verdicts[Verdict.RUNNING],
        wait=waits.wait_of(minutes),
    )


def by(rows: Iterable[Waited], key: Callable[[Waited], Key]) -> Mapping[Key, Summary]:
    """A summary for each value of the key, in the order in which they first come."""
    groups: dict[Key, list[Waited]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: summary(found) for name, found in groups.items()}


def trend(weeks: Mapping[date, Summary]) -> int | None:
    """Percentage points between the first and the second half of the weeks that have a verdict.

    Each half is all of its verdicts together: a week of three customers weighs less than one of many.
    """
    known = [one for _, one in sorted(weeks.items()) if one.judged]
    half = len(known) // 2
    if not half:
        return None
    return round(rate(known[-half:]) - rate(known[:half]))


def rate(weeks: Iterable[Summary]) -> float:
    """Percent of the verdicts of all these weeks, of which there are some."""
    weeks = list(weeks)
    return 100 * sum(one.met for one in weeks) / sum(one.judged for one in weeks)
