"""Whose a lead is, and the one door through which a contact with the customer is logged."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from activity import contacts, recorder
from activity.kinds import Actor
from activity.models import Activity
from assignments.models import Assignment, AssignmentStatus
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.accounts.models import User


def take(*, lead_id: UUID, owner: User, actor: Actor, now: datetime) -> Assignment:
    """Make a lead that nobody has one's own. Raises Refused: gone, already_taken (with the owner's name)."""
    with transaction.atomic():
        lead = locked(lead_id)
        if lead.owner_id is not None:
            raise Refused(
                "same_owner" if lead.owner_id == owner.identifier else "already_taken", owner_name(lead)
            )
        return hand(lead=lead, owner=owner, actor=actor, reason="taken", now=now)


def assign(
    *, lead_id: UUID, owner: User, actor: Actor, reason: str, now: datetime, version: datetime | None = None
) -> Assignment:
    """Give a lead to a colleague, whoever had it. Raises Refused: gone, same_owner, changed_meanwhile."""
    with transaction.atomic():
        lead = locked(lead_id)
        if lead.owner_id == owner.identifier:
            raise Refused("same_owner", owner.name)
        if version is not None and lead.updated_at > version:
            raise Refused("changed_meanwhile", owner_name(lead), at=lead.updated_at)
        return hand(lead=lead, owner=owner, actor=actor, reason=reason, now=now)


def record_contact(
    *,
    lead_id: UUID,
    kind: str,
    message: str,
    facts: Mapping[str, object],
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Activity:
    """Log that people spoke with each other, and stop the clock that waited for it.

    `kind` is call, email, sms or whatsapp; what stops the clock says activity/contacts.py.
    Raises Refused("gone"), AlreadyLogged, WrongFacts.
    """
    with transaction.atomic():
        lead = locked(lead_id)
        activity = recorder.record(
            lead_id=lead_id, kind=kind, message=message, metadata=facts, actor=actor,
            status="completed", created_at=now, key=key,
        )  # fmt: skip
        if contacts.is_contact(kind, actor, facts):
            answered(lead, now, by_us=contacts.is_answer(kind, actor, facts))
    return activity


def answered(lead: Lead, now: datetime, *, by_us: bool) -> None:
    """The times that follow from a contact, in the caller's transaction."""
    lead.last_contact_at = max(filter(None, (lead.last_contact_at, now)))
    if by_us:
        lead.first_response_at = min(filter(None, (lead.first_response_at, now)))
        Assignment.objects.active().filter(lead_id=lead.pk).update(
            status=AssignmentStatus.COMPLETED, completed_at=now
        )
    lead.save(update_fields=["last_contact_at", "first_response_at"])


def locked(lead_id: UUID) -> Lead:
    lead = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=lead_id).first()
    if lead is None:
        raise Refused("gone")
    return lead


def owner_name(lead: Lead) -> str:
    """As the newest assignment calls them: an owner's account need not be here."""
    newest = Assignment.objects.current().filter(lead_id=lead.pk).order_by("-assigned_at", "-id").first()
    return newest.owner_name if newest else ""


def deadline(now: datetime) -> datetime:
    """By when an owner answers: one setting for all, until the SLA engine knows better."""
    return now + timedelta(minutes=settings.ANSWER_WITHIN_MINUTES)


def hand(*, lead: Lead, owner: User, actor: Actor, reason: str, now: datetime) -> Assignment:
    """Make a lead that the caller's transaction holds this colleague's, whoever had it."""
    Assignment.objects.current().filter(lead_id=lead.pk).update(status=AssignmentStatus.REASSIGNED)
    due = deadline(now)
    facts = {
        "assigned_by": actor.id or actor.type,
        "owner_id": owner.identifier,
        "owner_name": owner.name,
        "sla_deadline": due.isoformat(),
        "reason": reason,
    }
    recorder.record(
        lead_id=lead.pk, kind="assignment", message=f"Assigned to {owner.name}", actor=actor, metadata=facts
    )
    return Assignment.objects.create(
        lead_id=lead.pk, owner=owner, owner_name=owner.name, assigned_at=now, sla_deadline=due
    )
