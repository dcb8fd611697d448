"""The nightly check: what is stored is what follows from the log. It tells and never repairs."""

import random
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from assignments.clocks import facts
from assignments.clocks.facts import LeadFacts
from assignments.clocks.models import DeadlineCheck, LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.recomputing import open_leads
from assignments.clocks.settling import Change, of_lead, survey
from assignments.clocks.working_out import NEW
from assignments.models import Assignment

SAMPLE = 1_000  # of clocks that are over, and of assignments as many
EXAMPLES = 20
UNSETTLED = ("", NEW)  # marked to be worked out anew: on its way, and no error


def check(*, now: datetime, dice: random.Random | None = None) -> DeadlineCheck:
    """Look at every open deadline and at a sample of those that are over; the result, which is kept."""
    looked_at, wrong = 0, []
    for change in of_open(now):
        looked_at += 1
        if apart(change):
            wrong.append(change.row.lead_id)
    for change in of_sample(now, dice or random.SystemRandom()):
        looked_at += 1
        if apart(change):
            wrong.append(change.row.lead_id)
    examples = [str(lead) for lead in dict.fromkeys(wrong)][:EXAMPLES]
    return DeadlineCheck.objects.create(
        checked_at=now, looked_at=looked_at, differing=len(wrong), examples=examples
    )


def of_open(now: datetime) -> Iterator[Change]:
    for lead_ids in open_leads():
        found = [
            change
            for change in survey(lead_ids, now=now, promises=Promises())
            if change.row.fingerprint not in UNSETTLED and not change.row.is_over
        ]
        told = facts.read({change.row.lead_id for change in found if missed_at(change)})
        for change in found:
            yield from as_known(change, told.get(change.row.lead_id), now)


def missed_at(change: Change) -> datetime | None:
    return change.row.missed_at if isinstance(change.row, LeadClock) else None


def as_known(change: Change, told: LeadFacts | None, now: datetime) -> Iterator[Change]:
    """A miss is a fact, so settling leaves its deadline alone; here it is worked out all the same."""
    missed = missed_at(change)
    if missed is None:
        yield change
    elif told is not None:
        yield from worked_out(change.row, until(told, missed), now)


def of_sample(now: datetime, dice: random.Random) -> Iterator[Change]:
    rows: list[LeadClock | Assignment] = [
        *sample(LeadClock.objects.judged(), dice),
        *sample(Assignment.objects.judged(), dice),
    ]
    told = facts.read({row.lead_id for row in rows})
    for row in rows:
        over = row.answered_at if isinstance(row, LeadClock) else row.completed_at
        if row.lead_id in told and over:
            yield from worked_out(row, until(told[row.lead_id], over), now)


def sample(rows: Any, dice: random.Random) -> list[Any]:
    """Neighbours by their keys, from a place that the dice choose, and from the beginning at the end."""
    ends = [rows.order_by(order).values_list("pk", flat=True).first() for order in ("pk", "-pk")]
    if ends[0] is None:
        return []
    place = UUID(int=dice.randint(ends[0].int, ends[1].int))
    later = list(rows.filter(pk__gte=place).order_by("pk")[:SAMPLE])
    return [*later, *rows.filter(pk__lt=place).order_by("pk")[: SAMPLE - len(later)]]


def worked_out(row: LeadClock | Assignment, told: LeadFacts, now: datetime) -> Iterator[Change]:
    """From the facts alone, as if nobody had marked a miss; beside what is stored."""
    bare = copy(row)
    if isinstance(bare, LeadClock):
        bare.missed_at = None
    for change in of_lead(told, [bare], now=now, promises=Promises(), calendar_version=None):
        yield Change(row, change.to)


def until(told: LeadFacts, over: datetime) -> LeadFacts:
    """What was known then: a wait that began later moved nothing, and one that went on was not over."""
    waits = tuple(
        wait._replace(end=min(filter(None, (wait.end, over))))
        for wait in told.facts.waits
        if wait.begin < over
    )
    return replace(told, facts=replace(told.facts, waits=waits))


def apart(change: Change) -> bool:
    return change.was.deadline != change.to.deadline or change.was.paused != change.to.paused
