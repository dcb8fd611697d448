"""Brings stored deadlines and verdicts to what log, promises and calendars say; the one writer of both.

Whoever settles holds the leads: a lead is locked before its clocks and its assignment, as everywhere, so that
of two who settle at once the second reads what the first has written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from activity import recorder
from activity.kinds import SYSTEM
from assignments.clocks import facts
from assignments.clocks.facts import LeadFacts
from assignments.clocks.models import LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.working_out import Standing, has_passed, now_stored, work_out
from assignments.models import Assignment
from leads.models import Lead

FOLDER = Path(__file__).resolve().parent
WRITE_CLOCKS = (FOLDER / "settle_clocks.sql").read_text(encoding="utf-8")
WRITE_ASSIGNMENTS = (FOLDER / "settle_assignments.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Change:
    """A row and how it is to stand."""

    row: LeadClock | Assignment
    to: Standing

    @property
    def was(self) -> Standing:
        return now_stored(self.row)

    @property
    def differs(self) -> bool:
        return self.was != self.to

    @property
    def is_answer(self) -> bool:
        """A clock that was waiting and is answered now."""
        return isinstance(self.row, LeadClock) and self.to.answered_at != self.row.answered_at


def settle(lead_ids: Iterable[UUID], *, now: datetime, promises: Promises | None = None) -> list[Change]:
    """Work out what waits of these leads, log what was answered, and say what changed.

    Promises() lets every wait run by the versions that are pinned to it, Promises(anew=True) by today's.
    """
    with transaction.atomic():
        keys = sorted(set(lead_ids))
        hold(keys)
        return settle_held(keys, now=now, promises=promises or Promises())


def settle_held(
    lead_ids: Iterable[UUID], *, now: datetime, promises: Promises, calendar_version: UUID | None = None
) -> list[Change]:
    """The same of leads that the caller's transaction holds.

    `calendar_version` is the one to run by where none is pinned yet: that of the team that was chosen.
    """
    found = stand(lead_ids, now=now, promises=promises, calendar_version=calendar_version)
    return [change for change in found if change.differs]


def stand(
    lead_ids: Iterable[UUID], *, now: datetime, promises: Promises, calendar_version: UUID | None = None
) -> list[Change]:
    """The same, and how each of their waits stands, those that did not change too."""
    found = survey(lead_ids, now=now, promises=promises, calendar_version=calendar_version)
    changes = [change for change in found if change.differs]
    write(changes)
    for change in changes:
        if change.is_answer:
            log_answer(change)
    return found


def hold(lead_ids: list[UUID]) -> None:
    leads = Lead.objects.filter(pk__in=lead_ids).order_by("pk")
    list(leads.select_for_update(of=("self",), no_key=True).values_list("pk"))


def survey(
    lead_ids: Iterable[UUID], *, now: datetime, promises: Promises, calendar_version: UUID | None = None
) -> list[Change]:
    """Of every clock that is unanswered and every assignment that is active: how it is to stand."""
    keys = list(lead_ids)
    clocks, assignments = waiting(keys), owed(keys)
    told = facts.read({*clocks, *assignments})
    changes: list[Change] = []
    for lead_id, lead in told.items():
        rows: list[LeadClock | Assignment] = [*clocks[lead_id], *assignments.get(lead_id, ())]
        changes += of_lead(lead, rows, now=now, promises=promises, calendar_version=calendar_version)
    return changes


def waiting(lead_ids: Iterable[UUID]) -> Mapping[UUID, list[LeadClock]]:
    rows: defaultdict[UUID, list[LeadClock]] = defaultdict(list)
    for row in LeadClock.objects.unanswered().filter(lead__in=list(lead_ids)).order_by("started_at", "id"):
        rows[row.lead_id].append(row)
    return rows


def owed(lead_ids: Iterable[UUID]) -> Mapping[UUID, list[Assignment]]:
    return {row.lead_id: [row] for row in Assignment.objects.active().filter(lead__in=list(lead_ids))}


def of_lead(
    lead: LeadFacts,
    rows: Iterable[LeadClock | Assignment],
    *,
    now: datetime,
    promises: Promises,
    calendar_version: UUID | None,
) -> Iterator[Change]:
    """Clocks come first: the owner is held to the policy that holds for the customer."""
    policy = None
    for row in rows:
        books = promises.as_pinned if is_past(row, lead, now) else promises
        calendar = row.calendar_version_id or calendar_version
        terms = books.terms(lead, row.policy_version_id or policy, calendar)
        policy = terms.policy_version if terms else None
        yield Change(row, work_out(row, lead, terms, now))


def is_past(row: LeadClock | Assignment, lead: LeadFacts, now: datetime) -> bool:
    """Whether a deadline that was worked out has passed: no later version of anything moves it.

    While a wait is pending an owner's deadline is stored as it was before, and has not passed in earnest.
    """
    was = now_stored(row)
    pinned = was.inputs.policy_version is not None and was.inputs.calendar_version is not None
    return pinned and (was.missed_at is not None or has_passed(was.deadline, lead, now))


def write(changes: Iterable[Change]) -> None:
    rows = [change for change in changes if isinstance(change.row, LeadClock)]
    _write(WRITE_CLOCKS, [clock_columns(change) for change in rows])
    _write(WRITE_ASSIGNMENTS, [assignment_columns(one) for one in changes if isinstance(one.row, Assignment)])


def clock_columns(change: Change) -> tuple[Any, ...]:
    to = change.to
    return (
        change.row.pk, to.deadline, to.paused, to.answered_at, to.stopped_at, to.missed_at, to.next_step_at,
        to.inputs.fingerprint, to.inputs.policy_version, to.inputs.calendar_version,
    )  # fmt: skip


def assignment_columns(change: Change) -> tuple[Any, ...]:
    to = change.to
    return (
        change.row.pk, to.deadline, to.answered_at, to.next_step_at,
        to.inputs.fingerprint, to.inputs.policy_version, to.inputs.calendar_version,
    )  # fmt: skip


def _write(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def log_answer(change: Change) -> None:
    """What came of a promise; of a wait for which nothing was promised nothing came."""
    clock, to = change.row, change.to
    if to.deadline is None or not isinstance(clock, LeadClock):
        return
    late = to.missed_at is not None
    recorder.record(
        lead_id=clock.lead_id,
        kind="sla",
        message="Answered late" if late else "Answered in time",
        metadata={
            "event": "answered_late" if late else "met",
            "clock": clock.clock,
            "deadline": to.deadline.isoformat(),
        },
        actor=SYSTEM,
        created_at=to.answered_at,
    )
