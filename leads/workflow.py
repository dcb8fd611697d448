"""The one door through which leads change their status, one or many."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from activity import authors
from activity.kinds import Actor
from activity.recorder import acting
from leads.exceptions import Conflict, Refused
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus, find_move

# What the triggers would make of a conversion is given back as it was.
GIVE_BACK = """
update leads l set status = b.status, conversion_date = b.converted_at
from unnest(%s::uuid[], %s::text[], %s::timestamptz[]) as b (id, status, converted_at)
where l.id = b.id
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one lead.

    `result` is moved, same, no_such_move, managers_only, needs_reason or changed (by somebody, meanwhile).
    """

    lead_id: UUID
    name: str
    was: str
    result: str
    converted_at: datetime | None = None  # before

    @property
    def moved(self) -> bool:
        return self.result == "moved"

    @property
    def was_label(self) -> str:
        return str(LeadStatus(self.was).label)


@dataclass(frozen=True, slots=True)
class Restored:
    """How a lead stood before a move, and the version of it that the move made."""

    status: str
    version: datetime | None
    converted_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A move as somebody asks for it, of leads as they saw them."""

    to: str
    manager: bool
    reason: str
    unchanged_since: datetime | None = None
    seen: Mapping[UUID, str] | None = None
    was: str | None = None

    def outcome(self, row: "_Row") -> Outcome:
        lead_id, name, status, updated_at, converted_at = row
        return Outcome(lead_id, name, status, self.result(lead_id, status, updated_at), converted_at)

    def result(self, lead_id: UUID, status: str, updated_at: datetime) -> str:
        if status == self.to:
            return "same"
        if self.changed(lead_id, status, updated_at):
            return "changed"
        move = find_move(status, self.to)
        if move is None:
            return "no_such_move"
        if move.managers_only and not self.manager:
            return "managers_only"
        return "needs_reason" if move.needs_reason and not self.reason.strip() else "moved"

    def changed(self, lead_id: UUID, status: str, updated_at: datetime) -> bool:
        if self.seen is not None and self.seen.get(lead_id) != status:
            return True
        if self.was is not None and self.was != status:
            return True
        return self.unchanged_since is not None and updated_at > self.unchanged_since


_Row = tuple[UUID, str, str, datetime, datetime | None]


def change_status(
    *,
    leads: LeadQuerySet,
    to: str,
    actor: Actor,
    manager: bool,
    reason: str = "",
    unchanged_since: datetime | None = None,
    seen: Mapping[UUID, str] | None = None,
    was: str | None = None,
) -> list[Outcome]:
    """Move these leads, in one transaction, and say for each what became of it.

    `leads` are those that the actor may see. What they looked at is said by the status that all stood at
    (`was`), or that each did (`seen`): one that stands elsewhere by now stays there. A program may also ask
    that nothing at all of the lead has changed since its updated_at was read (`unchanged_since`). The
    database logs every change under actor and reason.
    """
    asked = _Asked(to, manager, reason, unchanged_since, seen, was)
    with acting(actor, reason):
        outcomes = [asked.outcome(row) for row in _rows(_locked(leads))]
        moved = [outcome.lead_id for outcome in outcomes if outcome.moved]
        Lead.objects.filter(pk__in=moved).update(status=to)
    return outcomes


def move(
    *,
    leads: LeadQuerySet,
    to: str,
    actor: Actor,
    manager: bool,
    reason: str = "",
    unchanged_since: datetime | None = None,
    was: str | None = None,
) -> Outcome:
    """Move the one lead that `leads` finds: it is moved, or was there already (`same`).

    Raises Refused (gone, no_such_move, managers_only, needs_reason) and Conflict("changed_meanwhile").
    """
    outcomes = change_status(
        leads=leads, to=to, actor=actor, manager=manager, reason=reason, unchanged_since=unchanged_since,
        was=was,
    )  # fmt: skip
    if not outcomes:
        raise Refused("gone")
    (outcome,) = outcomes
    if outcome.result == "changed":
        clash = authors.status_clash(
            lead_id=outcome.lead_id, seen=was or "", wanted=to, now=outcome.was, why=reason
        )
        raise Conflict("changed_meanwhile", [clash])
    if outcome.result not in ("moved", "same"):
        raise Refused(outcome.result)
    return outcome


def preview(
    *,
    leads: LeadQuerySet,
    to: str,
    manager: bool,
    reason: str = "",
    seen: Mapping[UUID, str] | None = None,
) -> list[Outcome]:
    """What `change_status` would answer now; nothing is locked or written."""
    asked = _Asked(to, manager, reason, seen=seen)
    return [asked.outcome(row) for row in _rows(leads.order_by("pk"))]


def needs_reason(old: str, new: str) -> bool:
    move = find_move(old, new)
    return move is not None and move.needs_reason


def restore(
    *,
    leads: LeadQuerySet,
    before: Mapping[UUID, Restored],
    actor: Actor,
    reason: str,
    touched: Collection[UUID] = (),
) -> list[Outcome]:
    """Give these leads the status they had before a move, which is no move of the table.

    A lead that anybody has touched since the move stays, its result is `changed`: one whose version says so,
    and those in `touched`.
    """
    with acting(actor, reason):
        rows = _rows(_locked(leads.filter(pk__in=list(before))))
        outcomes = [_restored(row, before[row[0]], touched) for row in rows]
        _give_back({outcome.lead_id: before[outcome.lead_id] for outcome in outcomes if outcome.moved})
    return outcomes


def _restored(row: _Row, before: Restored, touched: Collection[UUID]) -> Outcome:
    lead_id, name, status, updated_at, converted_at = row
    result = "moved" if updated_at == before.version and lead_id not in touched else "changed"
    return Outcome(lead_id, name, status, result, converted_at)


def _give_back(before: Mapping[UUID, Restored]) -> None:
    statuses, dates = [was.status for was in before.values()], [was.converted_at for was in before.values()]
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [list(before), statuses, dates])


def _locked(leads: LeadQuerySet) -> LeadQuerySet:
    """In the order of their keys, so that two who move the same leads wait for each other and go on.

    Their keys stay free: a customer who asks again meanwhile is stored at once.
    """
    return leads.select_for_update(no_key=True).order_by("pk")


def _rows(leads: LeadQuerySet) -> list[_Row]:
    return list(leads.values_list("pk", "name", "status", "updated_at", "conversion_date"))
