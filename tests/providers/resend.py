"""Resend, as far as we ask it: POST /emails with its idempotency keys, and its webhooks signed by Svix."""

import base64
import hashlib
import hmac
import json
import time
from itertools import count
from typing import Any

from tests.providers.server import Answer, Asked, FakeProvider

KEY = "re_canary_5521"
SECRET = "whsec_" + base64.b64encode(b"a secret of 24 bytes len").decode()


class FakeResend(FakeProvider):
    """`sent` is what it would deliver: once for each idempotency key."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)
        self.sent: dict[str, tuple[dict[str, Any], str]] = {}

    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return error(401, "missing_api_key", "Missing API key in the authorization header.")
        if (asked.method, asked.path) != ("POST", "/emails"):
            return error(404, "not_found", "The requested endpoint does not exist.")
        mail = asked.json
        if not all(mail.get(name) for name in ("from", "to", "subject")) or "@" not in mail["to"][0]:
            return error(422, "validation_error", f"Invalid `to` field: {mail.get('to')}")
        key = asked.headers.get("idempotency-key") or f"none {next(self.numbers)}"
        known = self.sent.get(key)
        if known and known[0] != mail:
            return error(409, "invalid_idempotent_request", "Same idempotency key with a different payload.")
        self.sent.setdefault(key, (mail, f"4ef9a417-02e9-4d39-ad75-{next(self.numbers):012}"))
        return Answer(200, {"id": self.sent[key][1]})


def error(status: int, name: str, message: str) -> Answer:
    return Answer(status, {"statusCode": status, "name": name, "message": message})


def event(kind: str, provider_id: str, **data: Any) -> bytes:
    """The body of a webhook, as Resend documents it."""
    facts = {
        "created_at": "2026-11-27T05:00:00.000Z",
        "email_id": provider_id,
        "from": "Shop <quotes@example.com>",
        "to": ["canary@example.com"],
        "subject": "Your quote",
        **data,
    }
    return json.dumps({"type": kind, "created_at": "2026-11-27T05:00:01.000Z", "data": facts}).encode()


def signed(
    body: bytes, *, key: str = "msg_1", at: float | None = None, secret: str = SECRET
) -> dict[str, str]:
    """The headers of a delivery, written from Svix's documentation, apart from our own check."""
    stamp = str(int(time.time() if at is None else at))
    content = b".".join([key.encode(), stamp.encode(), body])
    mac = hmac.new(base64.b64decode(secret.split("_", 1)[1]), content, hashlib.sha256).digest()
    return {"svix-id": key, "svix-timestamp": stamp, "svix-signature": "v1," + base64.b64encode(mac).decode()}
