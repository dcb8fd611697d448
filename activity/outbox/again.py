"""Once more, at the press of a button: a message that failed is sent anew, as another row of the log."""

from datetime import datetime
from uuid import UUID, uuid5

from activity.kinds import Actor
from activity.models import Activity
from activity.outbox.models import OutgoingMessage
from activity.outbox.posting import post
from leads.exceptions import Refused

# What the new message says by itself; the rest of the facts tells what became of the old one.
OWN = frozenset(
    {
        "direction",
        "automatic",
        "to",
        "provider",
        "channel",
        "template",
        "provider_id",
        "error",
        "retry_count",
        "outcome",
    }
)


def retry(*, activity_id: UUID, actor: Actor, now: datetime) -> Activity:
    """Send the same words to the same address. Pressed twice, it is sent once (AlreadyLogged).

    Raises Refused: not_failed, and what post() refuses; OutgoingMessage.DoesNotExist.
    """
    message = OutgoingMessage.objects.select_related("activity").get(pk=activity_id)
    row = message.activity
    if row.status != "failed":
        raise Refused("not_failed", row.status)
    facts = row.metadata or {}
    return post(
        lead_id=row.lead_id,
        channel=message.channel,
        address=message.address,
        text=message.text,
        subject=message.subject,
        html=message.html,
        attachments=message.attachments,
        template=facts.get("template", ""),
        sentence=row.message,
        actor=actor,
        automatic=facts.get("automatic") is True,
        provider_facts={name: value for name, value in facts.items() if name not in OWN},
        now=now,
        key=uuid5(row.pk, "retry"),
    )
