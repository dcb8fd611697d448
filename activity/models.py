"""The event log: what machines and colleagues did. Triggers keep it append-only (activity/sql)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from activity.kinds import KINDS, ActivityType, ActorType
from activity.querysets import ActivityQuerySet
from leadsite.keys import uuid_key
from leadsite.stored_json import StoredJSON


def status_fits_type() -> Q:
    """One branch a set of statuses, so that the constraint reads like the table in the documentation."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, kind in sorted(KINDS.items()):
        alike.setdefault(tuple(sorted(kind.statuses)), []).append(name)
    fits = Q()
    for statuses, names in sorted(alike.items()):
        fits |= Q(type__in=names, status__in=statuses)
    return fits


class Activity(models.Model):
    id = uuid_key(db_comment="Primary key")
    lead = models.ForeignKey(
        "leads.Lead",
        models.CASCADE,
        related_name="activities",
        db_constraint=False,  # activity/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead, only while that is being erased",
    )
    created_at = models.DateTimeField(_("when"), db_default=Now(), db_comment="When it happened")
    updated_at = models.DateTimeField(
        _("changed"), db_default=Now(), editable=False, db_comment="The row's version, set by trigger"
    )
    type = models.CharField(
        _("type"),
        max_length=50,
        choices=ActivityType,
        db_comment="ai_result, assignment, email, call, follow_up, approval, status_change, note, quote, "
        "sms, whatsapp, booking, waiting, sla, correction, ai_review",
    )
    status = models.CharField(
        _("status"),
        max_length=50,
        default="completed",
        db_default="completed",
        db_comment="Moves along the life of its type",
    )
    message = models.TextField(_("message"), db_comment="One readable sentence")
    actor_type = models.CharField(
        _("actor"),
        max_length=50,
        choices=ActorType,
        default=ActorType.SYSTEM,
        db_default=ActorType.SYSTEM,
        db_comment="system, user, ai",
    )
    actor_id = models.CharField(
        _("actor's id"), max_length=255, null=True, blank=True, db_comment="User's identifier or model's name"
    )
    metadata = StoredJSON(
        _("facts"), null=True, blank=True, db_comment="The facts, checked per type in activity/kinds.py"
    )
    due_at = models.DateTimeField(
        _("due"),
        null=True,
        blank=True,
        editable=False,
        db_comment="From scheduled_for or starts_at, set by trigger; null where that cannot be read",
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        db_table = "lead_activity"
        db_table_comment = "The event log: what people and machines did about a lead; append-only"
        permissions = [("decide_approval", "Can approve and reject what colleagues ask for")]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(condition=Q(type__in=list(KINDS)), name="lead_activity_type_check"),
            models.CheckConstraint(condition=status_fits_type(), name="lead_activity_status_check"),
            models.CheckConstraint(
                condition=Q(actor_type__in=ActorType.values), name="lead_activity_actor_type_check"
            ),
        ]
        indexes = [
            # A lead's log, newest first; erasing a lead.
            models.Index(fields=["lead", "-created_at", "-id"], name="idx_lead_activity_lead_id"),
            # Lists by type and by status.
            models.Index(fields=["type"], name="idx_lead_activity_type"),
            models.Index(fields=["status"], name="idx_lead_activity_status"),
            # The log of the whole shop, newest first.
            models.Index(fields=["-created_at"], name="idx_lead_activity_created_at"),
            # Rows by a fact: metadata @> '{"provider_id": "…"}'.
            GinIndex(fields=["metadata"], opclasses=["jsonb_path_ops"], name="idx_lead_activity_metadata"),
            # Follow-ups by the time they are due (get_pending_follow_ups, the dashboard, which counts them
            # without those of suspects and without the table).
            models.Index(
                fields=["due_at"],
                include=["lead"],
                name="idx_lead_activity_follow_ups",
                condition=Q(type="follow_up", status="pending"),
            ),
            # What a colleague planned, whosever the lead is, by the time it is due.
            models.Index(
                fields=["actor_id", "due_at"],
                name="idx_lead_activity_planned_by",
                condition=Q(type="follow_up", status="pending"),
            ),
            # Approvals that somebody waits for, newest first; counted in the same way.
            models.Index(
                fields=["-created_at"],
                include=["lead"],
                name="idx_lead_activity_approvals",
                condition=Q(type="approval", status="pending"),
            ),
            # What a colleague asked approval for, newest first, with its decision.
            models.Index(
                fields=["actor_id", "-created_at", "-id"],
                name="idx_lead_activity_requests",
                condition=Q(type="approval"),
            ),
            # The calendar of what may still take place.
            models.Index(
                fields=["due_at"],
                name="idx_lead_activity_bookings",
                condition=Q(type="booking", status__in=("pending", "confirmed")),
            ),
            # A lead's open rows: pending follow-ups and approvals, pauses.
            models.Index(
                fields=["lead", "type"], name="idx_lead_activity_pending", condition=Q(status="pending")
            ),
            # Open rows whose time cannot be read, counted in health.
            models.Index(
                fields=["lead"],
                name="idx_lead_activity_no_due",
                condition=Q(type__in=("follow_up", "booking"), status="pending", due_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.message


from activity.bookings.models import BookingSlot  # noqa: E402, F401  # Django finds models here
from activity.chats.models import ChatTemplate, ReceivedPayload  # noqa: E402, F401  # as above
from activity.letters.models import LetterTemplate  # noqa: E402, F401  # as above
from activity.outbox.models import OutgoingMessage, StoppedAddress  # noqa: E402, F401  # as above
from activity.texts.models import TextTemplate  # noqa: E402, F401  # as above
from activity.triage.models import TriageDay  # noqa: E402, F401  # as above
