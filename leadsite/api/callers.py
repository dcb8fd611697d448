"""Who asks: a personal token, or a colleague who is signed in to the back office."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer

from activity.kinds import Actor
from leadsite.accounts.models import User
from leadsite.api import tokens
from leadsite.api.models import PersonalToken
from leadsite.api.problems import Problem
from leadsite.api.rates import bound
from leadsite.api.scopes import Scope
from leadsite.api.senders import sender

WRONG_TOKENS = 30  # a minute, of one address: more is guessing


@dataclass(frozen=True)
class Caller:
    """In whose name a request is made, and the token that it came with; None for a session."""

    user: User
    token: PersonalToken | None = None

    @property
    def actor(self) -> Actor:
        return Actor("user", self.user.identifier)

    @property
    def name(self) -> str:
        """By which requests are counted."""
        return f"token {self.token.pk}" if self.token else f"colleague {self.user.identifier}"

    def may(self, permission: str) -> bool:
        return self.user.has_perm(permission)


class PersonalTokenAuth(HttpBearer):
    openapi_description = "A personal token, made in the back office"

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        now = timezone.now()
        found = tokens.find(token, now=now)
        if found is None:
            bound(f"guesses {sender(request)}", WRONG_TOKENS)
            return None
        tokens.used(found, now=now)
        return counted(Caller(found.user, found))


class SessionAuth(APIKeyCookie):
    openapi_description = "A colleague who is signed in; writes need the header X-CSRFToken as well"
    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Whoever sends neither cookie nor token is told to sign in, not that a CSRF token is missing."""
        if "Authorization" in request.headers or self.param_name not in request.COOKIES:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        user = request.user
        if not isinstance(user, User) or not (user.is_active and user.is_staff):
            return None
        return counted(Caller(user))


def counted(caller: Caller) -> Caller:
    bound(caller.name, settings.API_PER_MINUTE)
    return caller


def permitted(request: HttpRequest, permission: str, scope: Scope) -> Caller:
    """Who asks, if role and token both allow this. Raises Problem 403."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # ninja puts there what the classes above found
    if not caller.may(permission):
        detail = _("Your role does not include this. A manager can change that, or do it for you.")
        raise Problem(403, "not_allowed", detail)
    if caller.token and scope not in caller.token.scopes:
        detail = _("This token may not do this: it lacks the scope %(scope)s.") % {"scope": scope.value}
        raise Problem(403, "no_scope", detail)
    return caller
