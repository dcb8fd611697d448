"""Messages to a stopped address begin again: a manager's word, with a reason, in the log."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Value

from activity import recorder
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import StoppedAddress
from assignments import workflow
from leads.exceptions import Refused
from leads.models import Lead

NAMES = {"email": "E-mail", "sms": "SMS", "whatsapp": "WhatsApp"}


def of_lead(lead: Lead) -> list[StoppedAddress]:
    """Where this customer gets nothing any more."""
    known = {"email": Value(lead.email or ""), "phone": Value(lead.phone or "")}
    rows = StoppedAddress.objects.reaching(**known, lead=lead.pk)
    return list(rows.order_by("channel", "address"))


@transaction.atomic
def allow(
    *, lead_id: UUID, stop_id: UUID, reason: str, actor: Actor, now: datetime, key: UUID | None = None
) -> Activity:
    """Raises Refused (gone, needs_reason, not_stopped), AlreadyLogged."""
    lead = workflow.locked(lead_id)
    if not reason:
        raise Refused("needs_reason")
    if key and Activity.objects.filter(pk=key).exists():
        raise recorder.AlreadyLogged
    stop = next((one for one in of_lead(lead) if one.pk == stop_id), None)
    if stop is None:
        raise Refused("not_stopped")
    stops.allow(channel=stop.channel, address=stop.address)
    said = f"{NAMES[stop.channel]} to {stop.written_address} allowed again: {reason}"
    return recorder.record(lead_id=lead_id, kind="note", message=said, actor=actor, created_at=now, key=key)
