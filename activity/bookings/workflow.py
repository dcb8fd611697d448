"""Visits: proposed, confirmed, declined, moved, called off. Each is a row of the log.

That nobody is promised to two customers at once is for the database to say (activity/sql/booking_slots): it
knows of proposals that are being written at this moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from activity import recorder
from activity.authors import closing_key
from activity.bookings import availability, reminders
from activity.bookings.calling import call_customer
from activity.bookings.visit import Times
from activity.kinds import SYSTEM, Actor
from activity.models import Activity
from assignments import workflow
from leads.exceptions import Refused
from leadsite.accounts.models import User

ONCE = "booking_slots_once"


@dataclass(frozen=True)
class Plan:
    """What is proposed: who goes where, when; `site` is where the customer's page of it will be.

    `anyway` says that somebody wants it although the colleague is away, or off their team's hours.
    """

    staff: User
    times: Times
    place: str
    site: str = ""
    anyway: bool = False

    def facts(self) -> dict[str, object]:
        place = {"place": self.place.strip()} if self.place.strip() else {}
        return {**self.times.facts(), **place, "staff_id": self.staff.identifier}

    @property
    def sentence(self) -> str:
        return f"Visit: {self.place.strip()}" if self.place.strip() else "Visit"


@transaction.atomic
def propose(*, lead_id: UUID, plan: Plan, actor: Actor, now: datetime, key: UUID | None = None) -> Activity:
    """Raises Refused (in_the_past, gone; away, off_hours, double_booked of the colleague), AlreadyLogged."""
    return offer(lead_id, plan, actor, now, key)


@transaction.atomic
def move(
    *,
    activity_id: UUID,
    plan: Plan,
    reason: str,
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
    was: str | None = None,
) -> Activity:
    """Call it off and propose it anew; the new row. Raises what propose raises, needs_reason, Closed."""
    because = needed(reason)
    if key is not None and Activity.objects.filter(pk=key).exists():
        raise recorder.AlreadyLogged
    old = close(activity_id, "cancelled", actor, because, was=was, wanted="moved")
    return offer(old.lead_id, plan, actor, now, key, replaces=old)


@transaction.atomic
def confirm(*, activity_id: UUID, actor: Actor, now: datetime, was: str | None = None) -> Activity:
    """By the customer, who is `SYSTEM` here, or for them. Raises Refused (visit_over, gone), Closed."""
    not_over(activity_id, now)
    confirmed = close(activity_id, "confirmed", actor, was=was)
    said = "The customer confirmed the visit" if actor == SYSTEM else "Visit confirmed for the customer"
    tell(confirmed, said, actor)
    return confirmed


@transaction.atomic
def decline(
    *, activity_id: UUID, words: str, actor: Actor, now: datetime, was: str | None = None
) -> Activity:
    """The customer cannot come, confirmed before or not, and somebody has to find another time.

    Raises Refused (visit_over, gone), Closed.
    """
    offered = not_over(activity_id, now)
    words = words.strip()
    was_confirmed = offered.status == "confirmed"
    said = "The customer cannot make the visit"
    outcome = words or (said if was_confirmed else "")
    status = "cancelled" if was_confirmed else "declined"
    declined = close(activity_id, status, actor, outcome, was=was, wanted="declined")
    message = f"{said}: {words}" if words else said
    tell(declined, message, actor)
    if actor == SYSTEM:
        call_customer(declined.lead_id, message, now)
    return declined


@transaction.atomic
def call_off(*, activity_id: UUID, reason: str, actor: Actor, was: str | None = None) -> Activity:
    """Raises Refused (needs_reason, gone), Closed."""
    because = needed(reason)
    off = close(activity_id, "cancelled", actor, because, was=was)
    tell(off, f"Visit called off: {because}", actor)
    return off


def offer(
    lead_id: UUID,
    plan: Plan,
    actor: Actor,
    now: datetime,
    key: UUID | None,
    *,
    replaces: Activity | None = None,
) -> Activity:
    if plan.times.starts_at <= now:
        raise Refused("in_the_past")
    workflow.locked(lead_id)
    if not plan.anyway:
        for concern in availability.concerns(plan.staff, plan.times):
            raise concern
    facts = {**plan.facts(), **({"replaces": str(replaces.pk)} if replaces else {})}
    with alone(plan.staff):
        visit = recorder.record(
            lead_id=lead_id, kind="booking", message=plan.sentence, actor=actor, metadata=facts, key=key
        )
    reminders.schedule(
        lead_id=lead_id, activity_id=UUID(str(visit.pk)), times=plan.times, site=plan.site, now=now
    )
    return visit


@contextmanager
def alone(staff: User) -> Iterator[None]:
    """What the database says of a double booking, as a refusal; the caller's transaction goes on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint != ONCE:
            raise
        raise Refused("double_booked", staff.name) from error


def needed(reason: str) -> str:
    if not reason.strip():
        raise Refused("needs_reason")
    return reason.strip()


def not_over(activity_id: UUID, now: datetime) -> Activity:
    """The visit, its lead held. Raises Refused("visit_over") where its time has come."""
    visit = held(activity_id)
    if visit.due_at is not None and visit.due_at <= now:
        raise Refused("visit_over")
    return visit


def held(activity_id: UUID) -> Activity:
    """The lead is locked first and its log after it, as everywhere: two who press wait, none is stuck."""
    lead_ids = Activity.objects.filter(pk=activity_id, type="booking").values_list("lead_id", flat=True)
    workflow.locked(lead_ids.get())
    return Activity.objects.get(pk=activity_id)


def close(
    activity_id: UUID,
    status: str,
    actor: Actor,
    outcome: str = "",
    *,
    was: str | None = None,
    wanted: str = "",
) -> Activity:
    held(activity_id)
    return recorder.close(
        activity_id=activity_id, kind="booking", status=status, actor=actor, outcome=outcome, was=was,
        wanted=wanted,
    )  # fmt: skip


def tell(visit: Activity, said: str, actor: Actor) -> None:
    """In the log, once for each status that the visit comes to."""
    key = closing_key(UUID(str(visit.pk)), visit.status)
    recorder.record(lead_id=visit.lead_id, kind="note", message=said, actor=actor, key=key)
