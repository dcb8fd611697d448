"""Whom the hub tells, and of whose leads: asked of the database for all of them at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from leads.visibility import owners_seen
from leadsite.accounts.models import User

MAY_VIEW = "leads.view_lead"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Colleague:
    """`sees`: whose leads beside nobody's; None: everybody's."""

    identifier: str
    sees: frozenset[str] | None
    name: str = field(default="", compare=False)


def admitted(sessions: Collection[str], now: datetime) -> dict[str, Colleague]:
    """Of these keys of sessions those of colleagues who are signed in and may see leads."""
    found = signed_in(sessions, now)
    staff = User.objects.with_perm(MAY_VIEW, backend=BACKEND).filter(is_staff=True)
    users = {
        str(user.pk): user for user in staff.filter(pk__in={data[SESSION_KEY] for data in found.values()})
    }
    sees = owners_seen(list(users.values()), now)
    return {
        key: Colleague(user.identifier, sees[user.identifier], str(user))
        for key, data in found.items()
        if (user := users.get(data[SESSION_KEY])) and is_theirs(data, user)
    }


def signed_in(sessions: Collection[str], now: datetime) -> dict[str, Mapping[str, Any]]:
    rows = Session.objects.filter(session_key__in=set(sessions), expire_date__gt=now)
    opened = {row.session_key: row.get_decoded() for row in rows}
    return {key: data for key, data in opened.items() if SESSION_KEY in data}


def is_theirs(data: Mapping[str, Any], user: User) -> bool:
    """Whether the session was made with the password of today, as Django asks with every page."""
    if data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(data.get(HASH_SESSION_KEY, ""), one) for one in hashes)
