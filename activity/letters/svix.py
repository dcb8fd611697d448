"""The signature of Svix, by which Resend signs its webhooks: HMAC-SHA256 of id, time and body."""

import base64
import hmac
from datetime import UTC, datetime

from leadsite.outside.deliveries import Delivery, Signed, Unsigned
from leadsite.outside.standard_webhooks import signature

PREFIX, VERSION = "whsec_", "v1"
LONGEST_ID = 255


def key_of(secret: str) -> bytes:
    """The settings have seen that it is one."""
    return base64.b64decode(secret.removeprefix(PREFIX))


def verify(delivery: Delivery, key: bytes) -> Signed:
    """Raises Unsigned. There may be several signatures, while a secret is being replaced."""
    key_id, at, given = (
        delivery.headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")
    )
    if not (key_id and at and given) or len(key_id) > LONGEST_ID:
        raise Unsigned("no signature")
    expected = signature(key, key_id, at, delivery.body)
    signatures = [
        value for version, _, value in (part.partition(",") for part in given.split()) if version == VERSION
    ]
    if not any(hmac.compare_digest(value.encode(), expected.encode()) for value in signatures):
        raise Unsigned("a wrong signature")
    return Signed(key_id, moment(at))


def moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        raise Unsigned("no time") from None
