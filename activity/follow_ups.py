"""Follow-ups: planned, snoozed, done with an outcome, or cancelled. Each is a row of the log."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.fields.json import KT

from activity import recorder
from activity.authors import closing_key
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from leads.exceptions import Refused

ACTIONS = ("call", "email", "meeting", "whatsapp")
LOGGED_AS: Mapping[str, Mapping[str, object]] = {
    "email": {"direction": "out", "automatic": False, "channel": "by hand", "retry_count": 0},
    "whatsapp": {"direction": "out", "automatic": False, "provider": "by hand", "retry_count": 0},
}


@transaction.atomic
def plan(
    *,
    lead_id: UUID,
    action: str,
    at: datetime,
    reason: str,
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
    claimed_at: datetime | None = None,
) -> Activity:
    """`action` is call, email, meeting or whatsapp, `claimed_at` when it was planned without network.

    Raises Refused (in_the_past, gone), AlreadyLogged.
    """
    facts = {"action": action, **times(at, now, claimed_at), "reason": reason.strip()}
    workflow.locked(lead_id)
    return recorder.record(
        lead_id=lead_id,
        kind="follow_up",
        message=reason.strip() or action.capitalize(),
        actor=actor,
        metadata=facts,
        key=key,
    )


def times(at: datetime, now: datetime, claimed_at: datetime | None) -> dict[str, str]:
    """When it is due, as facts. Raises Refused("in_the_past").

    A time that passed only while the device had no network, or that its slow clock took for one to come, is
    not refused, for then nothing would be planned: it is due at once, and says what it was meant for.
    """
    if at > now:
        return {"scheduled_for": at.isoformat()}
    if claimed_at is None or at <= claimed_at:
        raise Refused("in_the_past")
    return {"scheduled_for": now.isoformat(), "meant_for": at.isoformat()}


@transaction.atomic
def snooze(
    *,
    activity_id: UUID,
    at: datetime,
    actor: Actor,
    now: datetime,
    was: str | None = None,
    claimed_at: datetime | None = None,
) -> Activity:
    """Cancel it and plan it anew at another time; the new row. Raises Refused("in_the_past"), Closed."""
    when = times(at, now, claimed_at)
    old = close(activity_id, "cancelled", actor, "snoozed", was=was)
    action, reason = planned(old)
    facts = {"action": action, **when, "reason": reason, "replaces": str(old.pk)}
    return recorder.record(
        lead_id=old.lead_id, kind="follow_up", message=old.message, actor=actor, metadata=facts
    )


@transaction.atomic
def complete(
    *, activity_id: UUID, outcome: str, actor: Actor, now: datetime, was: str | None = None
) -> Activity:
    """Done: the contact that it was is logged with it and answers the customer. Raises Closed."""
    outcome = outcome.strip()
    done = close(activity_id, "completed", actor, outcome, was=was)
    key = closing_key(activity_id, "completed")
    action, _reason = planned(done)
    if action == "meeting":
        workflow.met(lead_id=done.lead_id, at=done.updated_at)
        met = f"Met: {outcome}" if outcome else "Met"
        recorder.record(lead_id=done.lead_id, kind="note", message=met, actor=actor, created_at=now, key=key)
        return done
    facts = LOGGED_AS.get(action, {"direction": "out", "outcome": outcome or "done"})
    kind = action if action in LOGGED_AS else "call"
    workflow.record_contact(
        lead_id=done.lead_id, kind=kind, message=outcome or done.message, facts=facts, actor=actor, now=now,
        key=key,
    )  # fmt: skip
    return done


@transaction.atomic
def cancel(*, activity_id: UUID, reason: str, actor: Actor, was: str | None = None) -> Activity:
    """Raises Closed."""
    reason = reason.strip()
    dropped = close(activity_id, "cancelled", actor, reason, was=was)
    message = f"Follow-up cancelled: {reason}" if reason else "Follow-up cancelled"
    recorder.record(
        lead_id=dropped.lead_id, kind="note", message=message, actor=actor,
        key=closing_key(activity_id, "cancelled"),
    )  # fmt: skip
    return dropped


def planned(row: Activity) -> tuple[str, str]:
    """Action and reason as the database reads them: another program may have written more than Python can.

    What is no action of ours is a call.
    """
    facts = KT("metadata__action"), KT("metadata__reason")
    action, reason = Activity.objects.filter(pk=row.pk).values_list(*facts).get()
    return action if action in ACTIONS else "call", reason or ""


def close(activity_id: UUID, status: str, actor: Actor, outcome: str, *, was: str | None = None) -> Activity:
    """The lead is locked first and its log after it, as everywhere: two colleagues wait, none is stuck."""
    lead_ids = Activity.objects.filter(pk=activity_id, type="follow_up").values_list("lead_id", flat=True)
    workflow.locked(lead_ids.get())
    return recorder.close(
        activity_id=activity_id, kind="follow_up", status=status, actor=actor, outcome=outcome, was=was,
        wanted="snoozed" if outcome == "snoozed" else "",
    )  # fmt: skip
