"""Webhooks of WhatsApp, read: each message into the log of its lead, once."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from django.conf import settings
from django.db import transaction

from activity import recorder
from activity.chats import matching, payloads
from activity.chats.models import ReceivedPayload
from activity.chats.payloads import Message, Status
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import hearing
from activity.outbox.receipts import receipt
from leads.exceptions import Refused

log = structlog.get_logger(__name__)

WHATSAPP = Actor("system", "whatsapp")
PROVIDER = "meta"
# Meta tries for a day or so, in bad times for a week; what is older than that comes from somewhere else.
STALE = timedelta(days=8)


def read(payload_id: UUID) -> float | None:
    """Take in all that a payload says; in how many seconds to do it again where it cannot be done yet.

    Each message is a transaction of its own. The first error is raised once the others are in.
    """
    payload = ReceivedPayload.objects.filter(pk=payload_id).first()
    if payload is None:
        return None
    delivery = payloads.read(
        bytes(payload.body), number_id=settings.WHATSAPP_PHONE_NUMBER_ID, region=settings.DEFAULT_REGION
    )
    failures: list[Exception] = []
    for message in delivery.messages:
        try:
            take_in(message, received_at=payload.received_at)
        except Exception as error:  # the others are customers too
            failures.append(error)
    for status in delivery.statuses:
        note(status, received_at=payload.received_at)
    real = [error for error in failures if not isinstance(error, matching.NotNow)]
    if real:
        raise real[0]
    if failures:
        return max(error.seconds for error in failures if isinstance(error, matching.NotNow))
    ReceivedPayload.objects.filter(pk=payload_id).delete()
    return None


@transaction.atomic
def take_in(message: Message, *, received_at: datetime) -> Activity | None:
    """Log what a customer wrote, as of when they wrote it; None where it is there already. Raises NotNow."""
    key = uuid5(NAMESPACE_URL, f"whatsapp:{message.id}")
    if Activity.objects.filter(pk=key).exists():
        return None
    if received_at - message.sent_at > STALE:
        log.warning("chat_refused", why="stale")
        return None
    message = replace(message, sent_at=min(message.sent_at, received_at))
    lead_id = matching.find(message, received_at)
    obeyed = not message.is_reaction and hearing.obeyed(
        channel="whatsapp", address=message.sender, text=message.text, now=message.sent_at
    )
    if lead_id is None and not message.is_reaction and not obeyed:
        lead_id = matching.make(message)
    if lead_id is None:
        return None
    try:
        return reacted(lead_id, message, key) if message.is_reaction else heard(lead_id, message, key, obeyed)
    except (recorder.AlreadyLogged, Refused):
        return None  # by another worker at this moment, or its lead was erased meanwhile


def heard(lead_id: UUID, message: Message, key: UUID, obeyed: bool) -> Activity:
    return hearing.hear(
        lead_id=lead_id, kind="whatsapp", text=message.text, automatic=obeyed,
        facts={"provider": PROVIDER, "provider_id": message.id, "from": message.sender},
        actor=WHATSAPP, at=message.sent_at, key=key,
    )  # fmt: skip


def reacted(lead_id: UUID, message: Message, key: UUID) -> Activity:
    said = f"Reacted with {message.text}" if message.text else "Took a reaction back"
    return recorder.record(
        lead_id=lead_id, kind="note", message=said, actor=WHATSAPP, created_at=message.sent_at, key=key
    )


def note(status: Status, *, received_at: datetime) -> None:
    """Into the message that it is about; what is not ours, or was heard already, changes nothing."""
    try:
        message = UUID(status.reference) if status.reference else None
    except ValueError:
        return  # sent by another program in the shop's name
    receipt(
        channel="whatsapp", provider_id=status.id, status=status.status, error=status.error,
        at=min(status.at, received_at), message=message,
    )  # fmt: skip
