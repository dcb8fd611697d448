"""How users are made and found."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager as DjangoUserManager

if TYPE_CHECKING:
    from leadsite.accounts.models import User


class UserManager(DjangoUserManager["User"]):
    def by_identifier(self, identifier: str) -> "User":
        """The user whom the log and the assignments call so; raises User.DoesNotExist."""
        return self.get(identifier=identifier)
