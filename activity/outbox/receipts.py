"""What providers tell of messages afterwards. They tell it twice, late, and in any order."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import failing
from activity.outbox.accepting import accept
from activity.recorder import AlreadyLogged, Closed, learn, record
from assignments import workflow
from leads.exceptions import Refused

STATUSES = frozenset({"sent", "delivered", "read", "failed"})
ARRIVED = frozenset({"delivered", "read"})


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
    except Closed as closed:
        if status in ARRIVED and closed.activity.status == "failed":
            afterwards(closed.activity)
    except Refused:
        pass  # the lead was erased meanwhile
    return True


def afterwards(row: Activity) -> None:
    """It was given up, and did arrive: a row of its own says so, and nobody has to look for another way."""
    with suppress(Refused, AlreadyLogged), transaction.atomic():
        workflow.locked(row.lead_id)
        failing.no_other_way(row, SYSTEM, "it arrived")
        said = f"The {failing.NAMES[row.type]} that was given up did reach the customer."
        record(lead_id=row.lead_id, kind="note", message=said, actor=SYSTEM, key=failing.arrived_key(row.pk))


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
