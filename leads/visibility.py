"""Which leads a colleague may see (SALES_SEE): the one place that says so, also for what hangs on leads."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.utils import timezone

SEES_ALL = "leads.see_every_lead"


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


def sees_every_lead(user: AbstractBaseUser | AnonymousUser) -> bool:
    if settings.SALES_SEE == "all":
        return True
    return bool(getattr(user, "has_perm", lambda _: False)(SEES_ALL))
