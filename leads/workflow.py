"""The one door through which leads change their status, one or many."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from activity.kinds import Actor
from activity.recorder import acting
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import find_move


@dataclass(frozen=True)
class Outcome:
    """What became of one lead.

    `result` is moved, same, no_such_move, managers_only, needs_reason or changed (by somebody, meanwhile).
    """

    lead_id: UUID
    name: str
    was: str
    result: str

    @property
    def moved(self) -> bool:
        return self.result == "moved"


def change_status(
    *,
    leads: LeadQuerySet,
    to: str,
    actor: Actor,
    manager: bool,
    reason: str = "",
    unchanged_since: datetime | None = None,
) -> list[Outcome]:
    """Move these leads, in one transaction, and say for each what became of it.

    `leads` are those that the actor may see. A lead that was touched after `unchanged_since` (the version
    that the actor looked at) stays as it is. The database logs every change under actor and reason.
    """
    with acting(actor, reason):
        rows = list(leads.select_for_update(of=("self",)).order_by("pk").only("name", "status", "updated_at"))
        outcomes = [_outcome(row, to, manager, reason, unchanged_since) for row in rows]
        moved = [outcome.lead_id for outcome in outcomes if outcome.moved]
        Lead.objects.filter(pk__in=moved).update(status=to)
    return outcomes


def preview(
    *, leads: LeadQuerySet, to: str, manager: bool, reason: str = "", unchanged_since: datetime | None = None
) -> list[Outcome]:
    """What `change_status` would answer now; nothing is locked or written."""
    rows = leads.order_by("pk").only("name", "status", "updated_at")
    return [_outcome(row, to, manager, reason, unchanged_since) for row in rows]


def _outcome(lead: Lead, to: str, manager: bool, reason: str, unchanged_since: datetime | None) -> Outcome:
    return Outcome(lead.pk, lead.name, lead.status, _result(lead, to, manager, reason, unchanged_since))


def _result(lead: Lead, to: str, manager: bool, reason: str, unchanged_since: datetime | None) -> str:
    if lead.status == to:
        return "same"
    if unchanged_since is not None and lead.updated_at > unchanged_since:
        return "changed"
    move = find_move(lead.status, to)
    if move is None:
        return "no_such_move"
    if move.managers_only and not manager:
        return "managers_only"
    return "needs_reason" if move.needs_reason and not reason.strip() else "moved"
