"""The signature of the Standard Webhooks specification (symmetric, v1), which Svix uses too."""

import base64
import hmac


def signature(key: bytes, delivery: str, at: str, body: bytes) -> str:
    """`at` in seconds since 1970, as it stands in the header."""
    signed = f"{delivery}.{at}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
