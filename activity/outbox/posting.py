"""Putting a message into the outbox: log row, message and job are one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from activity import recorder
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import channels, stops
from activity.outbox.jobs import send_message
from activity.outbox.models import OutgoingMessage
from assignments import workflow
from leads.exceptions import Refused


@transaction.atomic
def post(
    *,
    lead_id: UUID,
    channel: str,
    address: str,
    text: str,
    sentence: str,
    actor: Actor,
    automatic: bool,
    now: datetime,
    subject: str = "",
    html: str = "",
    attachments: Sequence[Mapping[str, str]] = (),
    template: str = "",
    provider_facts: Mapping[str, object] | None = None,
    key: UUID | None = None,
) -> Activity:
    """Have a message sent as soon as this transaction commits; its `queued` activity.

    `sentence` is what the log says, `attachments` are {name, type, base64}, `provider_facts` more metadata of
    the activity. Once the provider took it, a message of a colleague answers the customer as of `now`.
    Raises Refused (gone, stopped_address, no_channel, used_key), AlreadyLogged.
    """
    address = stops.normal(channel, address)
    provider = channels.channel(channel).provider
    workflow.locked(lead_id)
    if stops.is_stopped(channel=channel, address=address):
        raise Refused("stopped_address")
    facts: dict[str, object] = {
        "direction": "out",
        "automatic": automatic,
        "retry_count": 0,
        channels.provider_fact(channel): provider,
        **({} if channel == "email" else {"to": address}),
        **({"template": template} if template else {}),
        **(provider_facts or {}),
    }
    activity = recorder.record(
        lead_id=lead_id, kind=channel, status="queued", message=sentence, actor=actor, metadata=facts,
        created_at=now, key=key,
    )  # fmt: skip
    OutgoingMessage.objects.create(
        activity=activity, channel=channel, address=address, subject=subject, text=text, html=html,
        attachments=list(attachments), made_at=now,
    )  # fmt: skip
    workflow.settle_lead(lead_id, now)
    send_message.defer(lead_id=lead_id, activity_id=activity.pk)
    return activity
