"""The people who work here."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leadsite.accounts.managers import UserManager
from leadsite.keys import uuid_key


class NextIdentifier(models.Func):
    """The next free `sales_user_<number>`, made by the database (accounts/sql/identifier.up.sql)."""

    function = "next_user_identifier"
    output_field = models.CharField()


class User(AbstractUser):
    """A colleague: logs in by `username`, is known to leads and the log by `identifier`."""

    id = uuid_key(db_comment="Primary key")
    identifier = models.CharField(
        _("identifier"),
        max_length=255,
        unique=True,
        editable=False,
        db_default=NextIdentifier(),
        db_comment="What activities and assignments call this user, such as sales_user_5; never changes",
    )
    name = models.CharField(_("name"), max_length=255, db_comment="As colleagues and customers read it")
    first_name = None  # type: ignore[assignment]  # one name, as people write it
    last_name = None  # type: ignore[assignment]
    phone = models.CharField(_("phone"), max_length=20, null=True, blank=True, db_comment="E.164")
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, default="", db_default="", db_comment="Empty: the shop's"
    )
    language = models.CharField(
        _("language"), max_length=16, blank=True, default="", db_default="", db_comment="Empty: the browser's"
    )
    date_joined = models.DateTimeField(_("date joined"), db_default=Now(), editable=False)

    REQUIRED_FIELDS = ["email", "name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        db_table = "users"
        db_table_comment = "Staff; customers have no account"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0]
