"""How Meta proves that a webhook is its own: a MAC over the bytes of the body, under the app's secret."""

import hmac

PREFIX = "sha256="


def sign(body: bytes, secret: str) -> str:
    """The header X-Hub-Signature-256 of this body."""
    return PREFIX + hmac.digest(secret.encode(), body, "sha256").hex()


def is_genuine(body: bytes, header: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(sign(body, secret).encode(), header.encode())
