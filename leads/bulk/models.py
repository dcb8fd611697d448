"""What became of each lead when many were moved at once, kept so that it can be read again and undone."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leads.statuses import LeadStatus
from leads.visibility import visible_to

UNDO_FOR = timedelta(hours=1)
MOVED = "moved"


class Result(models.TextChoices):
    """The results of leads.workflow, in the words of the page."""

    MOVED = MOVED, _("Moved")
    SAME = "same", _("Already there")
    CHANGED = "changed", _("Changed by somebody meanwhile")
    NO_SUCH_MOVE = "no_such_move", _("Cannot go there from where it stands")
    MANAGERS_ONLY = "managers_only", _("Only managers move a lead back")
    NEEDS_REASON = "needs_reason", _("Needs a reason")


class BulkMove(models.Model):
    id = models.UUIDField(primary_key=True, db_comment="Chosen by the preview: sent twice, it is done once")
    made_at = models.DateTimeField(_("made"), db_default=Now(), db_comment="When the leads were moved")
    made_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        to_field="identifier",
        related_name="+",
        db_constraint=False,  # as everywhere: a name in the log outlives the account
        db_index=False,
        db_comment="The colleague's identifier; they alone may undo it",
    )
    status = models.CharField(
        max_length=50, blank=True, default="", db_default="", db_comment="Where to; empty for an undo"
    )
    reason = models.TextField(default="", db_default="", blank=True, db_comment="As it is in the log")
    missing = models.IntegerField(
        default=0, db_default=0, db_comment="Leads of the preview that were no longer there or to be seen"
    )
    undoes = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="undone_by",
        db_comment="The move that this one took back",
    )

    class Meta:
        db_table = "bulk_moves"
        db_table_comment = "Changes of status of many leads at once"
        verbose_name = _("bulk move")
        verbose_name_plural = _("bulk moves")
        constraints = [
            # A move leads to one status, an undo to those that the leads had.
            models.CheckConstraint(
                condition=Q(undoes__isnull=True, status__in=LeadStatus.values)
                | Q(undoes__isnull=False, status=""),
                name="bulk_moves_status_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status or 'undo'} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def target(self) -> str:
        """The status it led to, in the reader's words; empty for an undo."""
        return str(LeadStatus(self.status).label) if self.status else ""

    @property
    def undo_until(self) -> datetime:
        return self.made_at + UNDO_FOR


class BulkMoveRowQuerySet(models.QuerySet["BulkMoveRow"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "BulkMoveRowQuerySet":
        return self.filter(visible_to(user, "lead"))

    def moved(self) -> "BulkMoveRowQuerySet":
        return self.filter(result=Result.MOVED)


class BulkMoveRow(models.Model):
    pk = models.CompositePrimaryKey("move_id", "lead_id")
    move = models.ForeignKey(
        BulkMove, models.CASCADE, related_name="rows", db_index=False, db_comment="Which move"
    )
    lead = models.ForeignKey(
        "leads.Lead",
        models.CASCADE,
        related_name="+",
        db_constraint=False,  # leads/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead",
    )
    result = models.CharField(max_length=20, choices=Result, db_comment="moved, or why not")
    was = models.CharField(max_length=50, choices=LeadStatus, db_comment="The status before")
    became = models.CharField(
        max_length=50,
        choices=LeadStatus,
        null=True,
        blank=True,
        db_comment="The status after; null: not moved",
    )
    version = models.DateTimeField(
        null=True,
        blank=True,
        db_comment="The lead's updated_at after the move; an undo asks for it",
    )
    converted_at = models.DateTimeField(
        null=True, blank=True, db_comment="The lead's conversion_date before, which an undo gives back"
    )

    objects = BulkMoveRowQuerySet.as_manager()

    class Meta:
        db_table = "bulk_move_rows"
        db_table_comment = "What became of each lead of a bulk move"
        verbose_name = _("lead of a bulk move")
        verbose_name_plural = _("leads of a bulk move")
        constraints = [
            models.CheckConstraint(condition=Q(result__in=Result.values), name="bulk_move_rows_result_check"),
            # What was moved can be undone, so it says from where, where to and which version that made.
            models.CheckConstraint(
                condition=Q(result=MOVED, became__isnull=False, version__isnull=False)
                | (~Q(result=MOVED) & Q(became__isnull=True, version__isnull=True)),
                name="bulk_move_rows_moved_check",
            ),
        ]
        indexes = [
            # Erasing a lead.
            models.Index(fields=["lead"], name="idx_bulk_move_rows_lead_id"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.result}"
