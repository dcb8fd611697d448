"""Who a submission is: derived from the form's token and what was sent, so a retry anywhere is the same one.

Every kind of token has its own key under the installation's secret, so none can stand in for another.
"""

import binascii
import hmac
import json
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

from leads.quoting import folio
from leads.quoting.money import plain

MAC_BYTES = 16
NONCE_BYTES = 16
TIME_BYTES = 6  # milliseconds since 1970, as in a version 7 UUID
VERSION_BYTES = 4
UNTOKENED = "untokened:"


@dataclass(frozen=True)
class FormToken:
    """What a rendered form carries; rendered_at in milliseconds since 1970, price list 0 for none."""

    nonce: bytes
    rendered_at: int
    price_list_version: int


@dataclass(frozen=True)
class ReadToken:
    """A genuine form token, and the secret that signed it: identities are derived with that one."""

    token: FormToken
    secret: str


@dataclass(frozen=True)
class Identity:
    """A submission's id (a version 7 UUID whose time is the form's) and the folio it is known by."""

    id: UUID
    folio: str


def issue_token(*, secret: str, rendered_at: int, price_list_version: int | None) -> str:
    """A signed, URL-safe form token with a fresh nonce; rendered_at in milliseconds since 1970."""
    body = (
        token_bytes(NONCE_BYTES)
        + rendered_at.to_bytes(TIME_BYTES)
        + (price_list_version or 0).to_bytes(VERSION_BYTES)
    )
    return _text(body + _mac(secret, "form token", body))


def read_token(text: str, *, secrets: Sequence[str]) -> ReadToken | None:
    """The token, if one of the secrets (today's first, then earlier ones) signed it; None otherwise."""
    body, secret = _opened(text, NONCE_BYTES + TIME_BYTES + VERSION_BYTES, "form token", secrets)
    if secret is None:
        return None
    nonce, rest = body[:NONCE_BYTES], body[NONCE_BYTES:]
    rendered_at, version = int.from_bytes(rest[:TIME_BYTES]), int.from_bytes(rest[TIME_BYTES:])
    return ReadToken(FormToken(nonce, rendered_at, version), secret)


def untokened(now: datetime) -> tuple[str, int]:
    """Token text and rendering time for a post without a genuine token: the same all through a UTC day."""
    day = now.astimezone(UTC).date()
    midnight = datetime.combine(day, time.min, UTC)
    return f"{UNTOKENED}{day.isoformat()}", int(midnight.timestamp()) * 1000


def canonical_payload(data: Mapping[str, object]) -> bytes:
    """What was sent as one exact run of bytes: sorted keys, composed characters, one kind of line ending.

    JSON values and Decimals only, anything else (floats too) and lone surrogates are a ValueError.
    """
    text = json.dumps(_canonical(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _canonical(value: object) -> object:
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        case Decimal():
            return plain(value)
        case Mapping():
            return {str(_canonical(str(name))): _canonical(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_canonical(inner) for inner in value]
    raise ValueError(f"A payload holds no {type(value).__name__}")


def payload_hash(payload: bytes) -> str:
    """SHA-256 of a canonical payload, in hex."""
    return sha256(payload).hexdigest()


def derive(*, secret: str, token_text: str, rendered_at_ms: int, payload: bytes) -> Identity:
    """Id and folio of what was sent with this token. The same again gives the same, anywhere, any time."""
    token_hash = sha256(token_text.encode()).digest()
    bits = hmac.digest(_key(secret, "submission"), token_hash + sha256(payload).digest(), "sha512")
    return Identity(_uuid7(rendered_at_ms, bits[:10]), folio.make(bits[10:]))


def _uuid7(milliseconds: int, bits: bytes) -> UUID:
    number = int.from_bytes(milliseconds.to_bytes(TIME_BYTES) + bits)
    number &= ~(0xF << 76) & ~(0b11 << 62)
    return UUID(int=number | 7 << 76 | 0b10 << 62)


def rendered_at(submission_id: UUID) -> datetime:
    """When the form was rendered that a submission came from, by the time in its id."""
    return datetime.fromtimestamp((submission_id.int >> 80) / 1000, UTC)


def quote_page_token(submission_id: UUID, *, secret: str) -> str:
    """The unguessable end of a quote page's address: the id and 128 bits that only the shop can make."""
    return _text(submission_id.bytes + _mac(secret, "quote page", submission_id.bytes))


def read_quote_page_token(text: str, *, secrets: Sequence[str]) -> UUID | None:
    """The submission's id, if one of the secrets made this token; None otherwise."""
    body, secret = _opened(text, 16, "quote page", secrets)
    return UUID(bytes=body) if secret is not None else None


def visit_page_token(activity_id: UUID, *, secret: str) -> str:
    """The unguessable end of a visit page's address, made like that of a quote page."""
    return _text(activity_id.bytes + _mac(secret, "visit page", activity_id.bytes))


def read_visit_page_token(text: str, *, secrets: Sequence[str]) -> UUID | None:
    """The key of the visit's row, if one of the secrets made this token; None otherwise."""
    body, secret = _opened(text, 16, "visit page", secrets)
    return UUID(bytes=body) if secret is not None else None


def _opened(text: str, length: int, purpose: str, secrets: Sequence[str]) -> tuple[bytes, str | None]:
    """Body of a signed token and the secret that signed it. Every secret is tried, so time tells nothing."""
    raw = _bytes(text) if len(text) < 200 else b""
    body, mac = raw[:length], raw[length:]
    signers = [secret for secret in secrets if hmac.compare_digest(_mac(secret, purpose, body), mac)]
    return body, signers[0] if signers else None


def _mac(secret: str, purpose: str, body: bytes) -> bytes:
    return hmac.digest(_key(secret, purpose), body, "sha256")[:MAC_BYTES]


def _key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), b"leadsite " + purpose.encode(), "sha256")


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """The bytes behind URL-safe base64 without padding; empty if it is not that, or not its one spelling."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
    return raw if _text(raw) == text else b""
