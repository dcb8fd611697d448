"""Twilio's webhook: what became of our SMS, and what customers write."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl
from uuid import UUID

from django.conf import settings

from activity.outbox.receipts import receipt
from activity.texts import incoming, twilio
from leadsite.outside.deliveries import Delivery, Reply, Signed, Unreadable, Unsigned

STATUSES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
}
# Nothing that Twilio signs says when: a repetition is known by its signature, and for long. Twilio itself has
# given up after 15 seconds.
KNOWN_FOR = timedelta(days=400)
NOTHING_TO_SAY = Reply("<Response></Response>", content_type="text/xml; charset=utf-8")


@dataclass(frozen=True)
class TwilioHook:
    token: str

    def verify(self, delivery: Delivery) -> Signed:
        given = delivery.headers.get("x-twilio-signature", "")
        if not given:
            raise Unsigned("no signature")
        expected = signature(self.token, delivery.url, read(delivery.body))
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise Unsigned("a wrong signature")
        return Signed(expected, known_for=KNOWN_FOR)

    def take(self, delivery: Delivery) -> Reply:
        form = dict(read(delivery.body))
        if not form.get("MessageSid"):
            raise Unreadable("no MessageSid")
        if "MessageStatus" in form:
            note_status(form, delivery)
        else:
            incoming.take(
                provider="twilio",
                provider_id=form["MessageSid"],
                sender=form.get("From", ""),
                text=form.get("Body", ""),
                now=delivery.at,
                wish=wish(form.get("OptOutType", "")),
            )
        return NOTHING_TO_SAY


def wish(opt_out: str) -> str:
    """What a shop's own words at Twilio mean; HELP is answered there."""
    return opt_out if opt_out in ("STOP", "START") else ""


def read(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise Unsigned("no form") from None


def signature(token: str, url: str, pairs: list[tuple[str, str]]) -> str:
    """Twilio's: of the address and each name with its value, by the names; HMAC-SHA1 in base64."""
    signed = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def note_status(form: Mapping[str, str], delivery: Delivery) -> None:
    status = STATUSES.get(form["MessageStatus"])
    if status is None:
        return  # queued, sending: the log says so already
    code = form.get("ErrorCode", "")
    receipt(
        channel="sms",
        provider_id=form["MessageSid"],
        status=status,
        error=twilio.reason(int(code)) if code.isascii() and code.isdigit() else "",
        at=delivery.at,
        message=key(delivery.query.get("message", "")),
    )


def key(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def make() -> TwilioHook | None:
    return TwilioHook(settings.TWILIO_AUTH_TOKEN) if settings.TWILIO_ACCOUNT_SID else None
