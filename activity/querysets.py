"""The questions staff ask about the log."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from activity.contacts import CONTACT
from leads.visibility import visible_to

if TYPE_CHECKING:
    from activity.models import Activity  # noqa: F401  # named in quotes below


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "ActivityQuerySet":
        """The log of the leads that this colleague may see."""
        return self.filter(visible_to(user, "lead"))

    def contacts(self) -> "ActivityQuerySet":
        """People spoke with each other: what a colleague logged, automatic messages never."""
        return self.filter(CONTACT)

    def newest_first(self) -> "ActivityQuerySet":
        return self.order_by("-created_at", "-id")

    def pending_follow_ups(self) -> "ActivityQuerySet":
        return self.filter(type="follow_up", status="pending")

    def pending_approvals(self) -> "ActivityQuerySet":
        return self.filter(type="approval", status="pending")

    def due_by(self, moment: datetime) -> "ActivityQuerySet":
        return self.filter(due_at__lte=moment).order_by("due_at", "id")

    def without_due_time(self) -> "ActivityQuerySet":
        """Open rows whose time nobody can read: they would wait for ever, so health counts them."""
        return self.filter(type__in=("follow_up", "booking"), status="pending", due_at__isnull=True)
