"""Which leads a colleague may see (SALES_SEE): the one place that says so, also for what hangs on leads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.utils import timezone

SEES_ALL = "leads.see_every_lead"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def visible_to(user: AbstractBaseUser | AnonymousUser, lead: str = "") -> Q:
    """The condition on leads, or on rows whose relation `lead` names one.

    All; or their own, nobody's, and those of whom they cover for at this moment.

    Whether the user may see leads at all is a question of permissions, asked by the page.
    """
    if sees_every_lead(user):
        return Q()
    owner = f"{lead}__owner" if lead else "owner"
    own = getattr(user, "identifier", None) or ""
    absences = apps.get_model("assignments", "Absence")._default_manager
    covered = absences.covered_by(own, timezone.now()).values("user_id")
    return Q(**{owner: own}) | Q(**{f"{owner}__isnull": True}) | Q(**{f"{owner}__in": covered})


def owners_seen(users: Sequence[Any], now: datetime) -> dict[str, frozenset[str] | None]:
    """The same for many colleagues at once, by identifier: whose leads beside nobody's; None: everybody's."""
    if settings.SALES_SEE == "all":
        return {user.identifier: None for user in users}
    everybody = apps.get_model("accounts", "User")._default_manager.with_perm(SEES_ALL, backend=BACKEND)
    every = set(everybody.filter(pk__in=[user.pk for user in users]).values_list("identifier", flat=True))
    seen = {user.identifier: {user.identifier} for user in users if user.identifier not in every}
    absences = apps.get_model("assignments", "Absence")._default_manager.at(now)
    for cover, away in absences.filter(cover__identifier__in=seen).values_list(
        "cover__identifier", "user_id"
    ):
        seen[cover].add(away)
    return {**dict.fromkeys(every), **{name: frozenset(owners) for name, owners in seen.items()}}


def sees_every_lead(user: AbstractBaseUser | AnonymousUser) -> bool:
    if settings.SALES_SEE == "all":
        return True
    return bool(getattr(user, "has_perm", lambda _: False)(SEES_ALL))
