"""When a colleague is promised to a customer: a row of each visit that may still take place."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class BookingSlotQuerySet(models.QuerySet["BookingSlot"]):
    def promised(self, identifier: str, begins_at: datetime, ends_at: datetime) -> "BookingSlotQuerySet":
        """Of this colleague, in any part of that time."""
        return self.filter(staff_id=identifier, starts_at__lt=ends_at, ends_at__gt=begins_at)


class BookingSlot(models.Model):
    """The time of one visit: kept from the log by a trigger (activity/sql/booking_slots), by nobody else.

    The database refuses a second visit of the same person in the same time: `booking_slots_once`, whose index
    only SQL can make.
    """

    activity = models.OneToOneField(
        "activity.Activity",
        models.CASCADE,
        primary_key=True,
        related_name="slot",
        db_constraint=False,  # activity/sql has the real one, which cascades in the database
        db_comment="The visit: goes with its row of the log",
    )
    staff_id = models.CharField(max_length=255, db_comment="Who goes: a user's identifier")
    starts_at = models.DateTimeField(db_comment="From then on they are taken")
    ends_at = models.DateTimeField(db_comment="Until then, which is free again")

    objects = BookingSlotQuerySet.as_manager()

    class Meta:
        db_table = "booking_slots"
        db_table_comment = "The time that colleagues are promised to customers; follows from the log"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="booking_slots_order_check"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.starts_at:%Y-%m-%d %H:%M}"
