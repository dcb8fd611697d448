"""When a team works: a calendar, and every version of it that was ever published."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key


class Calendar(models.Model):
    id = uuid_key(db_comment="Primary key")
    name = models.CharField(_("name"), max_length=100, unique=True, db_comment="As colleagues call it")
    created_at = models.DateTimeField(
        _("made"), db_default=Now(), editable=False, db_comment="When it was made"
    )

    class Meta:
        db_table = "calendars"
        db_table_comment = "Working hours that teams share; what they are is in the versions"
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")

    def __str__(self) -> str:
        return self.name


class CalendarVersionQuerySet(models.QuerySet["CalendarVersion"]):
    def newest(self) -> "CalendarVersionQuerySet":
        """The one in force of each calendar: what was published last."""
        return self.order_by("calendar", "-number").distinct("calendar")

    def newest_of_all(self) -> "CalendarVersionQuerySet":
        """The same, by the calendars' names."""
        rows: CalendarVersionQuerySet = self.model.objects.filter(pk__in=self.newest().values("pk"))
        return rows.order_by("calendar__name", "calendar")

    def with_holidays(self) -> "CalendarVersionQuerySet":
        """The same where they are of a country with public holidays; asked of those already chosen."""
        rows: CalendarVersionQuerySet = self.model.objects.filter(pk__in=self.values("pk"))
        return rows.exclude(country="")


class CalendarVersion(models.Model):
    """Never changed and never deleted: a verdict of long ago is explained by the version it was made with."""

    id = uuid_key(db_comment="Primary key")
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, related_name="versions", db_index=False, db_comment="Of which calendar"
    )
    number = models.IntegerField(_("version"), db_comment="1, 2, 3 of this calendar")
    # Holidays are written out in it: another edition of the holidays package changes no past verdict.
    spec = models.JSONField(db_comment="The whole of it: zone, week, closures, holidays (working_time)")
    fingerprint = models.CharField(max_length=64, db_comment="SHA-256 of the spec in its canonical form")
    country = models.CharField(
        max_length=2, blank=True, default="", db_default="", db_comment="Whose holidays were written out"
    )
    region = models.CharField(
        max_length=40, blank=True, default="", db_default="", db_comment="Of which part of the country"
    )
    open_on = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        db_comment="Names of holidays on which there is work",
    )
    note = models.TextField(blank=True, default="", db_default="", db_comment="Why it was changed")
    published_at = models.DateTimeField(
        _("published"), db_default=Now(), editable=False, db_comment="Since when it is in force"
    )
    published_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        to_field="identifier",
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,  # a name outlives the account
        db_index=False,
        db_comment="The colleague's identifier; null: the system",
    )

    objects = CalendarVersionQuerySet.as_manager()

    class Meta:
        db_table = "calendar_versions"
        db_table_comment = "What each calendar was at each time; append-only"
        verbose_name = _("version of a calendar")
        verbose_name_plural = _("versions of calendars")
        constraints = [
            # Two who publish at once: one of them is told. Finds the newest, too.
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_versions_number_key"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="calendar_versions_number_check"),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.number}"
