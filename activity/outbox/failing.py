"""What follows when a message could not be sent or delivered, in the transaction that has locked the lead."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from activity import recorder
from activity.kinds import SYSTEM, Actor
from activity.models import Activity
from assignments import workflow

NAMES = {"email": "e-mail", "sms": "SMS", "whatsapp": "WhatsApp message"}


def fail(activity: Activity, error: str, *, now: datetime, retry_count: int | None = None) -> Activity:
    """Say why in the log; of a colleague's own message a follow-up tells the owner. Raises Closed."""
    facts: dict[str, object] = {"error": error}
    if retry_count is not None:
        facts["retry_count"] = retry_count
    row = recorder.learn(activity_id=activity.pk, kind=activity.type, status="failed", facts=facts)
    if row.actor_type == "user" and (row.metadata or {}).get("automatic") is not True:
        ask_for_another_way(row, error, now)
    workflow.settle_lead(activity.lead_id, now)
    return row


def ask_for_another_way(row: Activity, error: str, now: datetime) -> None:
    reason = f"The {NAMES.get(row.type, row.type)} did not reach the customer: {error}"
    recorder.record(
        lead_id=row.lead_id,
        kind="follow_up",
        message=reason,
        actor=SYSTEM,
        metadata={
            "action": "call" if row.lead.phone else "email",
            "scheduled_for": now.isoformat(),
            "reason": reason,
        },
        key=task_of(row.pk),
    )


def task_of(activity_id: UUID) -> UUID:
    return uuid5(activity_id, "another way")


def arrived_key(activity_id: UUID) -> UUID:
    """Of the note that it arrived after it had failed."""
    return uuid5(activity_id, "arrived")


def no_other_way(row: Activity, actor: Actor, why: str) -> None:
    """Nobody has to look for another way any more: it is sent again, or arrived after all."""
    with suppress(recorder.Closed, Activity.DoesNotExist):  # done by now, or nobody's task
        recorder.close(
            activity_id=task_of(row.pk),
            kind="follow_up",
            status="cancelled",
            actor=actor,
            outcome=why,
        )
