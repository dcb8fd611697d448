"""What a lead's clocks follow from, as the log tells it: read for many leads by one query."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from activity import contacts
from activity.kinds import Actor
from assignments.policies.spec import PRIORITIES, USUAL_PRIORITY
from assignments.sla import Closing, Contact, Facts, Wait
from leads.statuses import OPEN

READ = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Entry:
    """A row of the log, as far as clocks read it."""

    type: str
    status: str
    actor: Actor
    facts: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class LeadFacts:
    """`judged` is who needs an answer how soon, and since when that was known."""

    lead_id: UUID
    source: str
    categories: tuple[str, ...]
    owner_id: str | None
    facts: Facts
    judged: tuple[tuple[datetime, str], ...] = ()

    def priority(self, at: datetime | None = None) -> str:
        """As it was known at that moment; without one, as it is known now."""
        known = [priority for since, priority in self.judged if at is None or since <= at]
        return known[-1] if known else USUAL_PRIORITY


def read(lead_ids: Iterable[UUID]) -> dict[UUID, LeadFacts]:
    """Of the leads that are there."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(lead_ids)])
        rows = cursor.fetchall()
    return {key: told(list(log)) for key, log in groupby(rows, itemgetter(0))}


def told(rows: list[tuple[Any, ...]]) -> LeadFacts:
    lead_id, created_at, source, owner_id, categories = rows[0][:5]
    log = [entry(row[5:]) for row in rows if row[5] is not None]
    facts = Facts(created_at, tuple(spoken(log)), tuple(waits(log)), tuple(closings(log)))
    return LeadFacts(lead_id, source or "", tuple(categories), owner_id, facts, tuple(judged(log)))


def entry(row: tuple[Any, ...]) -> Entry:
    kind, status, actor_type, actor_id, metadata, created_at, updated_at = row
    facts = json.loads(metadata) if metadata else {}
    return Entry(kind, status, Actor(actor_type, actor_id), facts, created_at, updated_at)


def spoken(log: Iterable[Entry]) -> Iterator[Contact]:
    for one in log:
        if one.type == "follow_up":  # a meeting: planned long before it took place
            yield Contact(one.updated_at, by_us=True)
        elif contacts.is_answer(one.type, one.actor, one.facts, one.status):
            yield Contact(one.created_at, by_us=True)
        elif contacts.is_message(one.type, one.actor, one.facts):
            yield Contact(one.created_at, by_us=False)


def waits(log: Iterable[Entry]) -> Iterator[Wait]:
    """A closed row never changes again: its version is when the wait ended."""
    for one in log:
        if one.type == "waiting":
            end = None if one.status == "pending" else one.updated_at
            yield Wait(one.created_at, end, str(one.facts.get("reason", "")))


def closings(log: Iterable[Entry]) -> Iterator[Closing]:
    begin = None
    for one in log:
        if one.type != "status_change":
            continue
        if one.facts.get("to") in OPEN and begin:
            yield Closing(begin, one.created_at)
            begin = None
        elif one.facts.get("to") not in OPEN:
            begin = begin or one.created_at
    if begin:
        yield Closing(begin, None)


def judged(log: Iterable[Entry]) -> Iterator[tuple[datetime, str]]:
    """A person's word overrides the model's."""
    for one in log:
        said = one.facts.get("priority") if one.type == "ai_result" else None
        if one.type == "ai_review":
            fields = one.facts.get("fields")
            said = fields.get("priority") if isinstance(fields, dict) else None
        if said in PRIORITIES:
            yield one.created_at, str(said)
