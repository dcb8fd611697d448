"""What a colleague is told by the system: a deadline near or missed, a lead handed over, nobody available."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leads.visibility import visible_to
from leadsite.accounts.models import User
from leadsite.cursors import Cursor
from leadsite.keys import uuid_key


class NoticeEvent(models.TextChoices):
    WARNED = "warned", _("Deadline near")
    MISSED = "missed", _("Deadline missed")
    ESCALATED = "escalated", _("Escalated")
    ASSIGNED = "assigned", _("A lead for you")
    RELIEVED = "relieved", _("A lead went to somebody else")
    NOBODY = "nobody", _("Nobody is available")
    WROTE = "wrote", _("A message about a closed lead")
    HEARD = "heard", _("The customer wrote")
    STOPPED = "stopped", _("No more messages")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def told(self, user: User, now: datetime) -> "NoticeQuerySet":
        """What this colleague was told by now, of leads that they may see."""
        return self.filter(visible_to(user, "lead"), recipient=user, deliver_at__lte=now)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(seen_at__isnull=True)

    def newest_first(self, *, after: Cursor | None = None) -> "NoticeQuerySet":
        """With their leads; `after` is the last one of the page before."""
        rows = self if after is None else self.filter(
            TupleLessThan(Tuple(F("deliver_at"), F("id")), (after.at, after.id))
        )  # fmt: skip
        return rows.select_related("lead").order_by("-deliver_at", "-id")


class Notice(models.Model):
    id = uuid_key(db_comment="Primary key")
    recipient = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        to_field="identifier",
        related_name="notices",
        db_index=False,
        db_comment="Who is told: a user's identifier",
    )
    lead = models.ForeignKey(
        "leads.Lead",
        models.CASCADE,
        related_name="notices",
        db_constraint=False,  # assignments/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead",
    )
    event = models.CharField(_("what"), max_length=20, choices=NoticeEvent, db_comment="What happened")
    about = models.UUIDField(db_comment="The clock or assignment that it is about")
    step = models.SmallIntegerField(default=0, db_default=0, db_comment="Which step of the policy")
    facts = models.JSONField(default=dict, db_comment="What its sentence says: clock, deadline, names")
    created_at = models.DateTimeField(_("happened"), db_default=Now(), db_comment="When it happened")
    deliver_at = models.DateTimeField(_("told"), db_comment="When the recipient is told: in working hours")
    seen_at = models.DateTimeField(null=True, blank=True, db_comment="When the recipient read it")

    objects: ClassVar["models.Manager[Notice]"] = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "notices"
        db_table_comment = "What colleagues were told by the system"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # Once each, however many workers sweep.
            models.UniqueConstraint(fields=["about", "event", "step", "recipient"], name="notices_once_key"),
            models.CheckConstraint(condition=Q(event__in=NoticeEvent.values), name="notices_event_check"),
        ]
        indexes = [
            # A colleague's notices, newest first; how many are unread.
            models.Index(fields=["recipient", "-deliver_at"], name="idx_notices_recipient"),
            # Erasing a lead.
            models.Index(fields=["lead"], name="idx_notices_lead_id"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.created_at:%Y-%m-%d %H:%M}"
