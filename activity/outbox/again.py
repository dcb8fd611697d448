"""Once more, at the press of a button: a message that failed is sent anew, as another row of the log."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from activity.chats import window
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import failing
from activity.outbox.models import ChannelKind, OutgoingMessage
from activity.outbox.posting import post
from assignments import workflow
from leads.exceptions import Clash, Conflict, Refused
from leads.models import Lead

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


def key_of(activity_id: UUID) -> UUID:
    """The key of the message that is sent in this one's place."""
    return uuid5(activity_id, "retry")


@transaction.atomic
def retry(*, activity_id: UUID, actor: Actor, now: datetime) -> Activity:
    """The same words, to the address that the lead has now. Pressed twice, it is sent once (AlreadyLogged).

    Raises Conflict("not_failed"); Refused: no_email, no_phone, window_closed, and what post() refuses;
    OutgoingMessage.DoesNotExist.
    """
    message = OutgoingMessage.objects.select_related("activity").get(pk=activity_id)
    row = message.activity
    lead = workflow.locked(row.lead_id)  # so that no receipt comes between the look and the deed
    row.refresh_from_db(fields=["status", "metadata"])
    arrived = Activity.objects.filter(pk=failing.arrived_key(row.pk)).exists()
    if row.status != "failed" or arrived:
        clash = Clash("message", "failed", "queued", row.status, at=row.updated_at)
        raise Conflict("not_failed", [clash], row.status)
    facts = row.metadata or {}
    if message.channel == ChannelKind.WHATSAPP and not facts.get("template"):
        window.check(lead, now)
    sent = post(
        lead_id=row.lead_id,
        channel=message.channel,
        address=address(message, lead),
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
        key=key_of(row.pk),
    )
    failing.no_other_way(row, actor, "sent again")
    return sent


def address(message: OutgoingMessage, lead: Lead) -> str:
    """It may have failed because it was mistyped, and been corrected since, or taken out as a stranger's."""
    if message.channel == ChannelKind.WHATSAPP:
        return message.address  # of who wrote, which need not be the lead's own number
    is_mail = message.channel == ChannelKind.EMAIL
    known = lead.email if is_mail else lead.phone
    if not known:
        raise Refused("no_email" if is_mail else "no_phone")
    return known
