"""What has just changed: written by triggers, read by the hub, and soon forgotten."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

KEPT = timedelta(hours=1)  # how far back a tab that was away can catch up; after that it reads its page anew


class TransactionId(models.Field):  # type: ignore[type-arg]  # Django's own is no generic where it runs
    """PostgreSQL's xid8: a transaction's own number, which never comes again."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class ThisTransaction(models.Func):
    function = "pg_current_xact_id"
    output_field = TransactionId()


class LiveEventQuerySet(models.QuerySet["LiveEvent"]):
    def kept_long_enough(self) -> "LiveEventQuerySet":
        """By the database's clock, which noted them; the first of them first."""
        return self.filter(noted_at__lt=Now() - KEPT).order_by("number")


class LiveEvent(models.Model):
    """One statement's changes. Which transaction they belong to says whether a reader can have seen them."""

    class Change(models.TextChoices):
        INSERT = "INSERT"
        UPDATE = "UPDATE"
        DELETE = "DELETE"

    number = models.BigAutoField(primary_key=True, db_comment="Primary key; in no order that counts")
    xid = TransactionId(db_default=ThisTransaction(), db_comment="The transaction: pg_current_xact_id()")
    noted_at = models.DateTimeField(db_default=Now(), db_comment="When the statement ran")
    source = models.CharField(max_length=20, db_comment="The table: leads, lead_activity, assignments")
    change = models.CharField(max_length=6, choices=Change, db_comment="INSERT, UPDATE or DELETE")
    lead_ids: "ArrayField[Any, Any]" = ArrayField(
        models.UUIDField(), db_comment="The leads, one per row that changed"
    )
    row_ids: "ArrayField[Any, Any]" = ArrayField(
        models.UUIDField(), null=True, db_comment="The rows beside them; null: the leads themselves"
    )
    versions: "ArrayField[Any, Any]" = ArrayField(
        models.DateTimeField(), null=True, db_comment="The leads' updated_at beside them"
    )
    former_owners: "ArrayField[Any, Any]" = ArrayField(
        models.CharField(max_length=255), null=True, db_comment="Whose the leads were before this statement"
    )
    actor_id = models.CharField(max_length=255, null=True, db_comment="Who did it: a colleague's identifier")

    objects = LiveEventQuerySet.as_manager()

    class Meta:
        db_table = "live_events"
        db_table_comment = "Changes of the last hour, by ids only, for pages that are open"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(change__in=["INSERT", "UPDATE", "DELETE"]), name="live_events_change_check"
            ),
        ]
        indexes = [
            # What is new since a snapshot (leadsite/live/reading.sql).
            models.Index(fields=["xid"], name="idx_live_events_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.source}"
