"""The sweep: leads with a step that is due are claimed, and each step is taken once.

Any number of workers may sweep, and die at it: a lead is locked while its steps are taken, and the steps,
what was logged and who was told are one transaction. Where a lead raises, each of its waits is tried alone, a
share at a time; the one that raises waits longer each time, all others go on.

However much is due, a round is short, and shorter still while a new lead waits for its owner: handing on
holds the turns of colleagues, for which the router would wait.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from activity.triage import arrivals
from assignments.by_halves import by_halves
from assignments.clocks.models import LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.settling import stand
from assignments.models import Assignment
from assignments.sweep import steps
from leads.models import Lead

log = logging.getLogger(__name__)

MOST = 500  # leads that a round looks at
BATCH = 100  # leads in one transaction
FEW = 10  # the same while a new lead waits for its owner
LONG_ENOUGH = 0.5  # seconds after which a round begins no other transaction
LARGE = ("quote_data", "search_text", "message")
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def sweep(now: datetime) -> bool:
    """One round; whether there may be more to do at once.

    There is none where all that is due is in the hands of another worker: this one would only spin.
    """
    due, ends = due_leads(now, MOST), time.monotonic() + LONG_ENOUGH
    claimed = begun = 0
    while begun < len(due):
        in_haste = somebody_is_to_be_routed(now)
        batch = due[begun : begun + (FEW if in_haste else BATCH)]
        begun += len(batch)
        claimed += take_batch(batch, now)
        if in_haste or time.monotonic() >= ends:
            break
    return claimed > 0 and (begun < len(due) or len(due) == MOST)


def somebody_is_to_be_routed(now: datetime) -> bool:
    return LeadClock.objects.to_route(now).exists()


def take_batch(leads: Sequence[UUID], now: datetime) -> int:
    """Of how many of these leads, which nobody else held, the steps were taken or put off."""
    done: list[int] = []

    def together(some: Sequence[UUID]) -> None:
        held = hold(some)
        take_steps(held, now)
        done.append(len(held))

    def apart(lead: UUID, error: Exception) -> None:
        take_apart(lead, now, error)
        done.append(1)

    by_halves(leads, together, apart)
    return sum(done)


def due_leads(now: datetime, most: int) -> list[UUID]:
    """Whose clock or owner has a step due, the longest due first."""
    rows = [row for model in (LeadClock, Assignment) for row in longest_due(model, now, most)]
    found = sorted(rows, key=lambda row: row[1])
    return list(dict.fromkeys(lead for lead, _ in found))[:most]


def longest_due(model: Any, now: datetime, most: int) -> Iterable[tuple[UUID, datetime]]:
    due = model.objects.steps_due(now).order_by("next_step_at")
    rows: Iterable[tuple[UUID, datetime]] = due.values_list("lead", "next_step_at")[:most]
    return rows


def hold(leads: Sequence[UUID]) -> list[Lead]:
    """Those that no other worker or colleague holds: they are left to the next round."""
    free = Lead.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return list(free.filter(pk__in=leads).defer(*LARGE).order_by("pk"))


def take_steps(
    held: Sequence[Lead], now: datetime, *, only: UUID | None = None, most: int = steps.ALL
) -> bool:
    """Whether there was a step. `only`: of this wait alone, and of so many shares of it."""
    greet(held)
    waits = stand([lead.pk for lead in held], now=now, promises=Promises())
    return steps.take(held, waits, now, only=only, most=most)


def greet(held: Sequence[Lead]) -> None:
    """Those that were stored with an owner: no router looks at them, so the sweep is the first who does."""
    newcomers = LeadClock.objects.never_settled().filter(lead__in=held).values_list("lead_id", flat=True)
    if found := list(newcomers):
        arrivals.greet(found)


def take_apart(lead: UUID, now: datetime, error: Exception) -> None:
    """Something of this lead raises: what does not is done all the same."""
    log.error("the steps of lead %s failed", lead, exc_info=error)
    for rows in (LeadClock.objects.filter(lead=lead), Assignment.objects.filter(lead=lead)):
        for row in rows.steps_due(now):
            for _ in range(steps.ALL):
                if not take_one(row, now):
                    break


def take_one(row: LeadClock | Assignment, now: datetime) -> bool:
    """The next share of this wait, in a transaction of its own; whether it was taken."""
    taken: list[bool] = []
    by_halves(
        [row],
        lambda _: taken.append(take_steps(hold([row.lead_id]), now, only=row.pk, most=1)),
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
