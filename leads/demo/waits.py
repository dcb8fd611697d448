"""How made-up customers waited for their first answer: by the promises and hours that real ones have."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from assignments.clocks.facts import LeadFacts
from assignments.clocks.models import ClockName, LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.settling import of_lead
from assignments.sla import Contact, Facts

FOLDER = Path(__file__).resolve().parent
READ = (FOLDER / "waits_read.sql").read_text(encoding="utf-8")
WRITE = (FOLDER / "waits.sql").read_text(encoding="utf-8")
JUDGED_AFTER = timedelta(seconds=2)  # as generation.sql has it


def store(folios: list[str], promises: Promises, now: datetime) -> None:
    """In the transaction that made these leads. No step is due of them: nobody is told of made-up misses."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [folios])
        rows = list(waits(cursor.fetchall(), promises, now))
        cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])


def waits(found: Iterable[tuple[Any, ...]], promises: Promises, now: datetime) -> Iterator[tuple[Any, ...]]:
    for lead_id, asked_at, answered_at, source, owner, categories, priority in found:
        said = (Contact(answered_at, by_us=True),) if answered_at else ()
        judged = ((asked_at + JUDGED_AFTER, priority),)
        lead = LeadFacts(lead_id, source, tuple(categories), owner, Facts(asked_at, said), judged)
        yield wait(lead_id, lead, promises, now)


def wait(lead_id: UUID, lead: LeadFacts, promises: Promises, now: datetime) -> tuple[Any, ...]:
    begin = lead.facts.submitted_at
    clock = LeadClock(lead_id=lead_id, clock=ClockName.FIRST_RESPONSE, started_at=begin)
    (change,) = of_lead(lead, [clock], now=now, promises=promises, calendar_version=None)
    to = change.to
    pinned = (to.inputs.fingerprint, to.inputs.policy_version, to.inputs.calendar_version)
    return (lead_id, begin, to.deadline, to.answered_at, to.missed_at, *pinned)
