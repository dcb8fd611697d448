"""Personal tokens: made and shown once, found by their digest, revoked for good."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from leads.exceptions import Refused
from leadsite.accounts.models import User
from leadsite.api.models import PersonalToken

PREFIX = "lead_"  # by which secret scanners know it
SHOWN = len(PREFIX) + 4
USED_EVERY = timedelta(minutes=1)


def make(
    *,
    user: User,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
    key: UUID | None = None,
) -> tuple[PersonalToken, str]:
    """The row and the token itself, 256 random bits, which nobody can show again.

    `key` is the row's id where a page chose it. Raises Refused("used_key") where that made one before.
    """
    text = PREFIX + secrets.token_urlsafe(32)
    row = PersonalToken(
        user=user, name=name, beginning=text[:SHOWN], digest=digest(text), scopes=list(scopes),
        expires_at=expires_at,
    )  # fmt: skip
    row.id = key or row.id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("used_key") from error
    row.refresh_from_db(fields=["made_at"])
    return row, text


def digest(text: str) -> str:
    """Nothing slow: so many random bits cannot be guessed, unlike a password."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find(text: str, *, now: datetime) -> PersonalToken | None:
    """The usable token that this is, with its owner."""
    tokens = PersonalToken.objects.usable(now).select_related("user")
    return tokens.filter(digest=digest(text)).first()


def used(token: PersonalToken, *, now: datetime) -> None:
    if token.used_at is None or now - token.used_at >= USED_EVERY:
        PersonalToken.objects.filter(pk=token.pk).update(used_at=now)


def revoke(*, token_id: UUID, by: User, now: datetime) -> PersonalToken:
    """One's own, or anybody's with the permission. Twice is once. Raises Refused("gone")."""
    mine = Q() if by.has_perm("api.revoke_personaltoken") else Q(user=by)
    tokens = PersonalToken.objects.filter(mine, pk=token_id)
    token = tokens.select_related("user").first()
    if token is None:
        raise Refused("gone")
    tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    token.refresh_from_db(fields=["revoked_at"])
    return token
