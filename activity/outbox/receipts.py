"""What providers tell of messages afterwards. They tell it twice, late, and in any order."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from activity.models import Activity
from activity.outbox import failing
from activity.outbox.accepting import accept
from activity.recorder import Closed, learn
from assignments import workflow
from leads.exceptions import Refused

STATUSES = frozenset({"sent", "delivered", "read", "failed"})


def receipt(
    *,
    channel: str,
    provider_id: str,
    status: str,
    at: datetime,
    error: str = "",
    message: UUID | None = None,
) -> bool:
    """The provider says that a message is sent, delivered, read or failed; whether the message is known.

    `message` is the activity's id where the provider repeats it: a receipt may be here before the answer to
    our own call. What the log knows already, or knows better, changes nothing.
    """
    if status not in STATUSES:
        raise ValueError(status)
    row = find(channel, provider_id, message)
    if row is None:
        return False
    try:
        with transaction.atomic():
            workflow.locked(row.lead_id)
            take(Activity.objects.get(pk=row.pk), provider_id, status, error, at)
    except (Closed, Refused):
        pass  # it came twice, or too late to say anything new
    return True


def find(channel: str, provider_id: str, message: UUID | None) -> Activity | None:
    rows = Activity.objects.of_types([channel])
    if message is not None:
        return rows.filter(pk=message).first()
    return rows.filter(metadata__contains={"provider_id": provider_id}).first()


def take(row: Activity, provider_id: str, status: str, error: str, at: datetime) -> None:
    """Raises Closed where the row's life does not lead there."""
    if row.status == "queued":
        accept(row, provider_id, now=at, status="sent")
        if status == "sent":
            return
    if status == "failed":
        failing.fail(row, error or "The provider could not deliver it.", now=at)
    else:
        learn(activity_id=row.pk, kind=row.type, status=status, facts={})
        workflow.settle_lead(row.lead_id, at)
