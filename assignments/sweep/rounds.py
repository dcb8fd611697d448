"""The sweep: leads with a step that is due are claimed, and each step is taken once.

Any number of workers may sweep, and die at it: a lead is locked while its steps are taken, and the steps,
what was logged and who was told are one transaction. A lead that raises is tried alone and waits longer each
time; the others go on.
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
        by_halves(due, lambda some: take_together(some, now), lambda one, error: set_aside(one, now, error))
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


def take_together(leads: Sequence[UUID], now: datetime) -> None:
    """A lead that another worker or a colleague holds is left to the next round."""
    claimed = list(
        Lead.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(pk__in=leads)
        .order_by("pk")
    )
    keys = [lead.pk for lead in claimed]
    promises = Promises()
    settle_held(keys, now=now, promises=promises)
    for _ in range(MOST_STEPS):
        if not steps.take(claimed, now):
            break
        # What was done may have ended waits, and each wait now has its next step before it.
        settle_held(keys, now=now, promises=promises)


def set_aside(lead: UUID, now: datetime, error: Exception) -> None:
    """Health tells of it (assignments.alarms)."""
    log.error("the steps of lead %s failed", lead, exc_info=error)
    with transaction.atomic():
        Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=lead).first()
        for rows in (LeadClock.objects.filter(lead=lead), Assignment.objects.filter(lead=lead)):
            for row in rows.steps_due(now):
                wait = min(FIRST_WAIT * 2 ** min(row.failures, 10), LONGEST_WAIT)
                type(row)._default_manager.filter(pk=row.pk).update(
                    failures=F("failures") + 1, next_step_at=now + wait
                )
