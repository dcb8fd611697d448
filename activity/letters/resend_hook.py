"""Resend's webhook: what became of our letters. Anymail reads it, the outbox notes it."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from anymail.signals import EventType
from anymail.webhooks.resend import ResendTrackingWebhookView
from django.conf import settings
from django.views.generic import View

from activity.letters import svix
from activity.letters.returned import complained, returned
from activity.outbox.receipts import receipt
from leadsite.outside.deliveries import Delivery, Reply, Signed, Unreadable

STATUSES = {EventType.SENT: "sent", EventType.DELIVERED: "delivered", EventType.OPENED: "read"}
FAILED, PASSING = "email.failed", "Transient"


class Event(NamedTuple):
    """`message` is our row where Resend repeats it, `kind` Resend's own name, `bounce` what it tells."""

    type: str
    kind: str
    provider_id: str
    message: UUID | None
    bounce: dict[str, Any]


class Reader(ResendTrackingWebhookView):  # type: ignore[misc]  # anymail is not typed
    """Anymail's view for its knowledge of the events; who sent it is checked before, by svix.py."""

    def __init__(self) -> None:
        View.__init__(self)


@dataclass(frozen=True)
class ResendHook:
    key: bytes = field(repr=False)

    def verify(self, delivery: Delivery) -> Signed:
        return svix.verify(delivery, self.key)

    def take(self, delivery: Delivery) -> Reply:
        note(read(delivery), delivery)
        return Reply()


def read(delivery: Delivery) -> Event:
    try:
        said = json.loads(delivery.body)
        told = Reader().esp_to_anymail_event(said, delivery)
        bounce = said["data"].get("bounce")
        return Event(
            type=told.event_type,
            kind=str(said["type"]),
            provider_id=str(said["data"]["email_id"]),
            message=key((told.metadata or {}).get("message")),
            bounce=bounce if isinstance(bounce, dict) else {},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable("no event of Resend's") from None


def note(event: Event, delivery: Delivery) -> None:
    letter: dict[str, Any] = {"provider_id": event.provider_id, "message": event.message}
    if event.type in STATUSES:
        receipt(channel="email", status=STATUSES[event.type], at=delivery.at, **letter)
    elif event.type == EventType.BOUNCED:
        passing = event.bounce.get("type") == PASSING
        returned(**letter, passing=passing, at=delivery.at)
    elif event.type == EventType.COMPLAINED:
        complained(**letter, at=delivery.at)
    elif event.kind == FAILED:
        error = "Resend could not send it."
        receipt(channel="email", status="failed", error=error, at=delivery.at, **letter)


def key(written: object) -> UUID | None:
    try:
        return UUID(str(written))
    except ValueError:
        return None


def make() -> ResendHook | None:
    secret = settings.RESEND_WEBHOOK_SECRET
    return ResendHook(svix.key_of(secret)) if secret else None
