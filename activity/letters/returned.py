"""Letters that come back or are called spam: nothing is sent there any more, and the lead says so."""

from datetime import datetime
from uuid import UUID, uuid5

from activity import recorder
from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import OutgoingMessage, StopReason
from activity.outbox.receipts import find, receipt
from activity.recorder import AlreadyLogged
from assignments import workflow
from leads.exceptions import Refused

FULL = "The customer's mailbox does not take it at the moment."
GONE = "The address does not exist, or takes no e-mail: nothing is sent there any more."
LATE = "Our e-mail came back: the address takes none, and nothing is sent there any more."
SPAM = "The customer marked our e-mail as spam: nothing is sent to this address any more."


def returned(*, provider_id: str, message: UUID | None, passing: bool, at: datetime) -> None:
    """`passing`: the mailbox is full or the like, so that another letter may arrive."""
    row = find("email", provider_id, message)
    if row is None:
        return
    if not passing:
        stop(row, StopReason.BOUNCE, at)
    if row.status in ("queued", "sent"):
        error = FULL if passing else GONE
        receipt(
            channel="email", provider_id=provider_id, message=message, status="failed", error=error, at=at
        )
    elif not passing:
        tell(row, LATE, "returned")


def complained(*, provider_id: str, message: UUID | None, at: datetime) -> None:
    row = find("email", provider_id, message)
    if row is not None:
        stop(row, StopReason.COMPLAINT, at)
        tell(row, SPAM, "complained")


def stop(row: Activity, reason: StopReason, at: datetime) -> None:
    """Where the letter went, whatever the lead says by now."""
    letter = OutgoingMessage.objects.filter(pk=row.pk).first()
    if letter is not None:
        stops.stop(channel="email", address=letter.address, reason=reason, now=at)


def tell(row: Activity, said: str, what: str) -> None:
    """A row of its own where the letter's has come to its end; once, however often the provider says it."""
    try:
        workflow.locked(row.lead_id)
        recorder.record(lead_id=row.lead_id, kind="note", message=said, actor=SYSTEM, key=uuid5(row.pk, what))
    except (AlreadyLogged, Refused):
        pass  # said before, or the lead was erased
