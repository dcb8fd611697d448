"""How users are made and found."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db.models import QuerySet

if TYPE_CHECKING:
    from leadsite.accounts.models import User


class UserManager(DjangoUserManager["User"]):
    def who_work_leads(self) -> "QuerySet[User]":
        """Colleagues to whom a lead can be given, by name."""
        may = self.with_perm("leads.work_lead", backend="django.contrib.auth.backends.ModelBackend")
        return may.order_by("name", "username")
