"""What Meta calls at /hooks/whatsapp/: whether the address is ours, and what customers write."""

import hmac
from hashlib import sha256

from django.conf import settings

from activity.chats import signing
from activity.chats.jobs import read_chats
from activity.chats.models import ReceivedPayload
from activity.chats.receiving import STALE
from leadsite.outside.deliveries import Delivery, Reply, Signed, Unsigned

LONGEST_CHALLENGE = 200


class WhatsAppHook:
    """Meta signs no time, so a repetition is known by its body, and an old message by its own (receiving)."""

    def __init__(self, secret: str, word: str) -> None:
        self.secret, self.word = secret, word

    def verify(self, delivery: Delivery) -> Signed:
        proof = delivery.headers.get("x-hub-signature-256", "")
        if not signing.is_genuine(delivery.body, proof, self.secret):
            raise Unsigned("signature")
        return Signed(sha256(delivery.body).hexdigest(), repeated_for=STALE)

    def take(self, delivery: Delivery) -> Reply:
        kept = ReceivedPayload.objects.create(body=delivery.body, received_at=delivery.at)
        read_chats.defer(payload_id=kept.pk)
        return Reply()

    def greet(self, delivery: Delivery) -> Reply:
        """Meta says the word that was agreed with it, and wants its own challenge back."""
        asked = delivery.query
        agreed = hmac.compare_digest(asked.get("hub.verify_token", "").encode(), self.word.encode())
        if asked.get("hub.mode") != "subscribe" or not agreed:
            raise Unsigned("another word")
        return Reply(asked.get("hub.challenge", "")[:LONGEST_CHALLENGE])


def make() -> WhatsAppHook | None:
    if not settings.WHATSAPP_APP_SECRET:
        return None
    return WhatsAppHook(settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_VERIFY_TOKEN)
