"""After a calendar or a policy was changed: the deadlines of open leads by today's versions, batch by batch.

What was answered or missed before stays as it was: a verdict is never changed by a later version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from assignments.clocks.models import LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.settling import Change, settle, survey
from assignments.models import Assignment

BATCH = 1_000  # leads that one transaction locks
LARGEST = 10


@dataclass(frozen=True)
class Move:
    """A deadline that moves: None is one that nobody promised."""

    row: LeadClock | Assignment
    old: datetime | None
    new: datetime | None

    @property
    def by(self) -> timedelta:
        """Later, or earlier where it is negative; none where there was or will be no deadline."""
        return self.new - self.old if self.old and self.new else timedelta(0)


@dataclass
class Moves:
    """What a recompute did, or would do: how many deadlines it looked at and which moved farthest."""

    looked_at: int = 0
    earlier: int = 0
    later: int = 0
    begun_or_dropped: int = 0  # a promise where there was none, or none any more
    largest: list[Move] = field(default_factory=list)

    @property
    def moved(self) -> int:
        return self.earlier + self.later + self.begun_or_dropped

    def count(self, change: Change) -> None:
        move = Move(change.row, change.was.deadline, change.to.deadline)
        if move.old == move.new:
            return
        if not move.by:
            self.begun_or_dropped += 1
        elif move.by > timedelta(0):
            self.later += 1
        else:
            self.earlier += 1
        self.largest = sorted([*self.largest, move], key=lambda one: abs(one.by), reverse=True)[:LARGEST]


def recompute(*, now: datetime, dry_run: bool = False) -> Moves:
    """Each batch is a short transaction of its own; an interrupted run is simply begun again."""
    moves, promises = Moves(), Promises(anew=True)
    for lead_ids in open_leads():
        if dry_run:
            found = survey(lead_ids, now=now, promises=promises)
        else:
            found = settle(lead_ids, now=now, promises=promises)
        moves.looked_at += len(lead_ids)
        for change in found:
            moves.count(change)
    return moves


def open_leads(size: int = BATCH) -> Iterator[list[UUID]]:
    """Those with a clock or an owner's deadline that runs, by their keys."""
    last = UUID(int=0)
    while batch := _after(last, size):
        yield batch
        last = batch[-1]


def _after(last: UUID, size: int) -> list[UUID]:
    running, active = LeadClock.objects.running(), Assignment.objects.active()
    waiting = running.filter(lead__gt=last).order_by("lead_id").values_list("lead_id")
    owed = active.filter(lead__gt=last).order_by("lead_id").values_list("lead_id")
    return [lead for (lead,) in waiting[:size].union(owed[:size]).order_by("lead_id")[:size]]
