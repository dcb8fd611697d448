"""Whose a lead is, and the one door through which a contact with the customer is logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from activity import authors, contacts, recorder
from activity.kinds import Actor
from activity.models import Activity
from activity.recorder import Entry
from activity.triage import arrivals
from assignments.clocks import late_rounds
from assignments.clocks.models import LeadClock
from assignments.clocks.promises import Promises
from assignments.clocks.settling import settle_held
from assignments.clocks.working_out import NEW
from assignments.models import Assignment, AssignmentStatus
from assignments.notices import closed_leads
from assignments.notices.models import NoticeEvent
from assignments.notices.telling import About, Message, tell
from assignments.sla.responses import OWNER_RESPONSE
from leads.exceptions import Conflict, Refused
from leads.models import Lead
from leadsite.accounts.models import User


def take(*, lead_id: UUID, owner: User, actor: Actor, now: datetime) -> Assignment:
    """Make a lead that nobody has one's own.

    Raises Refused: gone, same_owner; and Conflict("already_taken") with the owner's name.
    """
    with transaction.atomic():
        lead = locked(lead_id)
        if lead.owner_id == owner.identifier:
            raise Refused("same_owner", owner_name(lead))
        if lead.owner_id is not None:
            raise not_theirs(lead, "already_taken", "", owner)
        return hand(lead=lead, owner=owner, actor=actor, reason="taken", now=now)


def assign(
    *,
    lead_id: UUID,
    owner: User,
    actor: Actor,
    reason: str,
    now: datetime,
    version: datetime | None = None,
    was_owner: str | None = None,
) -> Assignment:
    """Give a lead to a colleague, whoever had it.

    `was_owner` is whose it was as the actor saw it, "" for nobody's; `version`, for programs, asks that
    nothing at all has changed. Raises Refused: gone, same_owner; and Conflict("changed_meanwhile").
    """
    with transaction.atomic():
        lead = locked(lead_id)
        if lead.owner_id == owner.identifier:
            raise Refused("same_owner", owner.name)
        touched = version is not None and lead.updated_at > version
        if touched or was_owner not in (None, lead.owner_id or ""):
            raise not_theirs(lead, "changed_meanwhile", was_owner or "", owner, reason)
        return hand(lead=lead, owner=owner, actor=actor, reason=reason, now=now)


def not_theirs(lead: Lead, code: str, seen: str, wanted: User, why: str = "") -> Conflict:
    clash = authors.owner_clash(
        lead_id=lead.pk, seen=seen, wanted=wanted.identifier, now=lead.owner_id or "", why=why
    )
    return Conflict(code, [clash], owner_name(lead))


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

    A message of the customer lets the next clock run instead, and ends the wait for it (assignments/sql).
    `kind` is call, email, sms or whatsapp; what stops the clock says activity/contacts.py.
    Raises Refused("gone"), AlreadyLogged, WrongFacts.
    """
    with transaction.atomic():
        lead = locked(lead_id)
        activity = recorder.record(
            lead_id=lead_id, kind=kind, message=message, metadata=facts, actor=actor,
            status="completed", created_at=now, key=key,
        )  # fmt: skip
        settle_lead(lead_id, now)
        if contacts.is_contact(kind, actor, facts):
            answered(lead, now, by_us=contacts.is_answer(kind, actor, facts))
        if contacts.is_message(kind, actor, facts):
            closed_leads.heard(lead, activity, now)
    return activity


def met(*, lead_id: UUID, at: datetime) -> None:
    """What follows from a meeting that the log says took place then, in the caller's transaction."""
    lead = locked(lead_id)
    settle_lead(lead_id, at)
    answered(lead, at, by_us=True)


def sent(*, lead_id: UUID, at: datetime, now: datetime) -> None:
    """A message that a colleague sent `at` that time is under way: it answers as of then.

    In the caller's transaction, which has logged it. Whoever got the lead since then still owes an answer,
    and so do we for what the customer wrote since.
    """
    lead = locked(lead_id)
    settle_lead(lead_id, now)
    spoke(lead, at, by_us=True)
    if late_rounds.begin(lead, now):
        settle_lead(lead_id, now)


def settle_lead(lead_id: UUID, now: datetime) -> None:
    """Bring the deadlines of a lead that the caller holds to what its log says now."""
    settle_held([lead_id], now=now, promises=Promises())


def answered(lead: Lead, now: datetime, *, by_us: bool) -> None:
    """What follows from a contact, in the caller's transaction."""
    if by_us:
        Assignment.objects.active().filter(lead_id=lead.pk).update(
            status=AssignmentStatus.COMPLETED, completed_at=now
        )
    spoke(lead, now, by_us=by_us)


def spoke(lead: Lead, at: datetime, *, by_us: bool) -> None:
    """The lead's times that follow from a contact."""
    lead.last_contact_at = max(filter(None, (lead.last_contact_at, at)))
    if by_us:
        lead.first_response_at = min(filter(None, (lead.first_response_at, at)))
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


def hand(
    *,
    lead: Lead,
    owner: User,
    actor: Actor,
    reason: str,
    now: datetime,
    calendar_version: UUID | None = None,
    promises: Promises | None = None,
) -> Assignment:
    """Give a lead that the caller holds to its next owner, in the caller's transaction."""
    if LeadClock.objects.never_settled().filter(lead_id=lead.pk).exists():
        arrivals.greet([lead.pk])  # taken before the router or the sweep has looked at it
    handing = Handing(lead, owner, reason, calendar_version)
    (given,) = hand_over([handing], actor=actor, now=now, promises=promises)
    return given


@dataclass(frozen=True)
class Handing:
    """A lead that the caller holds, and who is to have it.

    They owe an answer only if the customer waits for one; by `calendar_version`, or in their team's hours.
    What the customer was promised is not moved by it.
    """

    lead: Lead
    owner: User
    reason: str
    calendar_version: UUID | None = None

    def entry(self, actor: Actor, given: Assignment) -> Entry:
        facts = {
            "assigned_by": actor.id or actor.type,
            "owner_id": self.owner.identifier,
            "owner_name": self.owner.name,
            "reason": self.reason,
            **({"sla_deadline": given.sla_deadline.isoformat()} if given.is_owed else {}),
        }
        return Entry(self.lead.pk, "assignment", f"Assigned to {self.owner.name}", actor, facts)

    def notice(self, given: Assignment) -> Message:
        """The lead's new owner hears that it is theirs, and by when they owe an answer."""
        due = given.sla_deadline if given.is_owed else None
        return Message(About(self.lead, given.pk, 0, OWNER_RESPONSE, due), NoticeEvent.ASSIGNED)

    def assignment(self, now: datetime, *, waits: bool) -> Assignment:
        return Assignment(
            lead_id=self.lead.pk,
            owner=self.owner,
            owner_name=self.owner.name,
            assigned_at=now,
            sla_deadline=now,
            fingerprint=NEW,
            status=AssignmentStatus.ACTIVE if waits else AssignmentStatus.COMPLETED,
        )


def hand_over(
    handings: Sequence[Handing], *, actor: Actor, now: datetime, promises: Promises | None = None
) -> list[Assignment]:
    """Give many leads away by the statements that one needs, in the caller's transaction."""
    keys = [handing.lead.pk for handing in handings]
    Assignment.objects.current().filter(lead__in=keys).update(status=AssignmentStatus.REASSIGNED)
    clocks = LeadClock.objects.running().filter(lead__in=keys)
    waiting = set(clocks.values_list("lead_id", flat=True))
    clocks.exclude(route_at=None).routed()
    rows = [handing.assignment(now, waits=handing.lead.pk in waiting) for handing in handings]
    Assignment.objects.bulk_create(rows)
    by_version = {one.lead.pk: one.calendar_version for one in handings}
    settle_by_version(by_version, now=now, promises=promises or Promises())
    settled = Assignment.objects.in_bulk([row.pk for row in rows])
    given = [settled[row.pk] for row in rows]
    pairs = list(zip(handings, given, strict=True))
    recorder.record_all([handing.entry(actor, one) for handing, one in pairs])
    for handing in handings:
        handing.lead.owner = handing.owner  # as the database has it by now
    tell([handing.notice(one) for handing, one in pairs if handing.owner.identifier != actor.id], now)
    return given


def settle_by_version(versions: Mapping[UUID, UUID | None], *, now: datetime, promises: Promises) -> None:
    """Work out what waits of leads that the caller holds, each by this calendar where it has none yet."""
    for version in set(versions.values()):
        keys = [key for key, value in versions.items() if value == version]
        settle_held(keys, now=now, promises=promises, calendar_version=version)
