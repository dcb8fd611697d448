"""The questions staff ask about leads and submissions."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from leads.statuses import OPEN
from leads.visibility import visible_to

if TYPE_CHECKING:
    from leads.models import Lead, Submission  # noqa: F401  # named in quotes below


class LeadQuerySet(models.QuerySet["Lead"]):
    def _submission(self, *, suspect: bool) -> Exists:
        submissions = apps.get_model("leads", "Submission")._default_manager
        return Exists(submissions.filter(lead=OuterRef("pk"), suspect__isnull=not suspect))

    def suspect(self) -> "LeadQuerySet":
        """Came only by enquiries that look like a bot's; one genuine enquiry brings a lead to life."""
        return self.filter(self._submission(suspect=True), ~self._submission(suspect=False))

    def genuine(self) -> "LeadQuerySet":
        """Everything but suspects, leads that came by another way than the form included."""
        return self.filter(~self._submission(suspect=True) | Q(self._submission(suspect=False)))

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "LeadQuerySet":
        """What this colleague may see: every list, search, count, figure and timeline goes through it."""
        return self.filter(visible_to(user))

    def open(self) -> "LeadQuerySet":
        return self.filter(status__in=OPEN)

    def unassigned(self) -> "LeadQuerySet":
        """Open ones that nobody has."""
        return self.open().filter(owner__isnull=True)

    def of_person(self, *, email: str | None = None, phone: str | None = None) -> "LeadQuerySet":
        """Leads of whoever uses this e-mail (in any case) or this phone (E.164)."""
        known = Q(pk__in=())
        if email:
            known |= Q(lower_email=email.lower())
        if phone:
            known |= Q(phone=phone)
        return self.alias(lower_email=Lower("email")).filter(known)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "SubmissionQuerySet":
        return self.filter(visible_to(user, "lead"))

    def suspect(self) -> "SubmissionQuerySet":
        return self.filter(suspect__isnull=False)

    def genuine(self) -> "SubmissionQuerySet":
        return self.filter(suspect__isnull=True)
