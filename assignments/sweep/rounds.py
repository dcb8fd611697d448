"""The sweep: leads with a step that is due are claimed, and each step is taken once.

Any number of workers may sweep, and die at it: a lead is locked while its steps are taken, and the steps,
what was logged and who was told are one transaction. Where a lead raises, each of its waits is tried alone, a
share at a time; the one that raises waits longer each time, all others go on.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from assignments.by_halves import by_halves
from assignments.clocks.models import LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.settling import settle_held
from assignments.models import Assignment
from assignments.sweep import steps
from leads.models import Lead

log = logging.getLogger(__name__)

BATCH = 250  # leads in one transaction
MOST_STEPS = 20  # of one wait in one sweep: more than any policy has
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def sweep(now: datetime) -> bool:
    """One round; whether there may be more to do at once."""
    due = due_leads(now, BATCH)
    if due:
        by_halves(due, lambda some: take_together(some, now), lambda one, error: take_apart(one, now, error))
    return len(due) == BATCH


def due_leads(now: datetime, most: int) -> list[UUID]:
    """Whose clock or owner has a step due, the longest due first."""
    rows = [row for model in (LeadClock, Assignment) for row in longest_due(model, now, most)]
    found = sorted(rows, key=lambda row: row[1])
    return list(dict.fromkeys(lead for lead, _ in found))[:most]


def longest_due(model: Any, now: datetime, most: int) -> Iterable[tuple[UUID, datetime]]:
    due = model.objects.steps_due(now).order_by("next_step_at")
    rows: Iterable[tuple[UUID, datetime]] = due.values_list("lead", "next_step_at")[:most]
    return rows


def take_together(
    leads: Sequence[UUID], now: datetime, *, only: UUID | None = None, shares: int = MOST_STEPS
) -> int:
    """How many steps were taken. A lead that another worker or a colleague holds is left to the next round.

    `only`: of this wait alone.
    """
    claimed = list(
        Lead.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(pk__in=leads)
        .order_by("pk")
    )
    keys = [lead.pk for lead in claimed]
    promises = Promises()
    settle_held(keys, now=now, promises=promises)
    taken = 0
    for _ in range(shares):
        found = steps.take(claimed, now, only=only)
        if not found:
            break
        taken += found
        # What was done may have ended waits, and each wait now has its next step before it.
        settle_held(keys, now=now, promises=promises)
    return taken


def take_apart(lead: UUID, now: datetime, error: Exception) -> None:
    """Something of this lead raises: what does not is done all the same."""
    log.error("the steps of lead %s failed", lead, exc_info=error)
    for rows in (LeadClock.objects.filter(lead=lead), Assignment.objects.filter(lead=lead)):
        for row in rows.steps_due(now):
            for _ in range(MOST_STEPS):
                if not take_one(row, now):
                    break


def take_one(row: LeadClock | Assignment, now: datetime) -> bool:
    """The next share of this wait, in a transaction of its own; whether it was taken."""
    taken: list[int] = []
    by_halves(
        [row],
        lambda _: taken.append(take_together([row.lead_id], now, only=row.pk, shares=1)),
        lambda one, error: put_off(one, now),
    )
    return any(taken)


def put_off(row: LeadClock | Assignment, now: datetime) -> None:
    """Health tells of it (assignments.alarms)."""
    wait = min(FIRST_WAIT * 2 ** min(row.failures, 10), LONGEST_WAIT)
    with transaction.atomic():
        Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=row.lead_id).first()
        type(row)._default_manager.filter(pk=row.pk).update(
            failures=F("failures") + 1, next_step_at=now + wait
        )
