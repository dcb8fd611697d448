"""Signatures as the Standard Webhooks specification has them (symmetric, v1): receivers find a library.

A secret is not stored: it follows from SECRET_KEY, the webhook and its generation. While SECRET_KEY_FALLBACKS
name earlier keys, a delivery is signed by those too, and a receiver's copy goes on being good.
"""

import base64
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from leadsite.outside.standard_webhooks import signature
from leadsite.webhooks.models import WebhookEndpoint

PREFIX = "whsec_"


def secrets_of(endpoint: WebhookEndpoint) -> list[bytes]:
    """The present one first."""
    salt = f"leadsite.webhooks.{endpoint.pk}.{endpoint.generation}"
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac(salt, "", secret=key, algorithm="sha256").digest() for key in keys]


def shown(endpoint: WebhookEndpoint) -> str:
    """The secret as its receiver is given it."""
    return PREFIX + base64.b64encode(secrets_of(endpoint)[0]).decode()


def headers(secrets: list[bytes], delivery: UUID, at: int, body: bytes) -> Mapping[str, str]:
    """`at` is the time of sending in seconds since 1970: a receiver refuses old ones."""
    signatures = (signature(secret, str(delivery), str(at), body) for secret in secrets)
    return {
        "webhook-id": str(delivery),
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }
