"""Who works a lead, and by when. What the database settles itself is in assignments/sql: whether a deadline
was met, and that a lead which is closed owes nothing."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assignments.clocks.timed import Timed
from leads.querysets import suspect_leads
from leads.visibility import visible_to
from leadsite.keys import uuid_key
from leadsite.readable_times import readable


class AssignmentStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    REASSIGNED = "reassigned", _("Reassigned")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active(self) -> "AssignmentQuerySet":
        return self.filter(status=AssignmentStatus.ACTIVE)

    def current(self) -> "AssignmentQuerySet":
        """Not handed on: the newest of a lead says whose it is."""
        return self.exclude(status=AssignmentStatus.REASSIGNED)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "AssignmentQuerySet":
        return self.filter(visible_to(user, "lead"))

    def counted(self) -> "AssignmentQuerySet":
        """Without those of suspects, for a statement that reads many."""
        return self.exclude(lead__in=suspect_leads())

    def answered_since(self, moment: datetime) -> "AssignmentQuerySet":
        return self.filter(completed_at__gt=moment)

    def steps_due(self, now: datetime) -> "AssignmentQuerySet":
        """For the sweep: to warn of, to mark or to escalate."""
        return self.active().filter(next_step_at__lte=now)

    def late(self, now: datetime) -> "AssignmentQuerySet":
        """Active past their deadline."""
        return self.active().filter(sla_deadline__lt=now)

    def judged(self) -> "AssignmentQuerySet":
        """Answered, by a deadline that was worked out."""
        return self.filter(completed_at__isnull=False, policy_version__isnull=False)

    def unpaused(self) -> "AssignmentQuerySet":
        """Without those of leads that wait for their customer: their deadline moves on."""
        paused = LeadClock.objects.running().filter(lead=models.OuterRef("lead"), paused=True)
        return self.filter(~models.Exists(paused))

    def pressing(self, now: datetime) -> "AssignmentQuerySet":
        """Late, and not because it is the customer's turn."""
        return self.late(now).unpaused()


class Assignment(Timed):
    ENDS, BEGINS = "sla_deadline", "assigned_at"

    id = uuid_key(db_comment="Primary key")
    lead = models.ForeignKey(
        "leads.Lead",
        models.CASCADE,
        related_name="assignments",
        db_constraint=False,  # assignments/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead",
    )
    assigned_at = models.DateTimeField(
        _("assigned"), db_default=Now(), db_comment="When the owner got the lead"
    )
    owner = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        to_field="identifier",
        related_name="assignments",
        db_constraint=False,  # other programs may name an owner before the account is there
        db_index=False,
        db_comment="The user's identifier, such as sales_user_5",
    )
    owner_name = models.CharField(
        _("owner's name"), max_length=255, default="", db_default="", db_comment="As it was then"
    )
    sla_deadline = models.DateTimeField(_("deadline"), db_comment="The owner's deadline to answer")
    sla_met = models.BooleanField(
        _("in time"), null=True, blank=True, editable=False, db_comment="Set by trigger when completed"
    )
    response_time_minutes = models.IntegerField(
        _("minutes to answer"),
        null=True,
        blank=True,
        editable=False,
        db_comment="Set by trigger when completed",
    )
    status = models.CharField(
        _("status"),
        max_length=50,
        choices=AssignmentStatus,
        default=AssignmentStatus.ACTIVE,
        db_default=AssignmentStatus.ACTIVE,
        db_comment="active, completed, reassigned",
    )
    completed_at = models.DateTimeField(
        _("completed"),
        null=True,
        blank=True,
        db_comment="When it was answered; null in a completed one: nobody did, its lead was closed",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        db_table = "assignments"
        db_table_comment = "Owners of leads and their deadlines"
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AssignmentStatus.values), name="assignments_status_check"
            ),
            # One row whose time Python cannot read would end every page that shows it.
            models.CheckConstraint(
                condition=readable("assigned_at", "sla_deadline", "completed_at"),
                name="assignments_times_are_readable",
            ),
            # Nobody is judged by an answer that was never given.
            models.CheckConstraint(
                condition=Q(completed_at__isnull=False)
                | Q(sla_met__isnull=True, response_time_minutes__isnull=True),
                name="assignments_verdict_needs_answer",
            ),
            # At most one active owner a lead, whoever assigns at the same moment.
            models.UniqueConstraint(
                fields=["lead"], name="assignments_one_active", condition=Q(status=AssignmentStatus.ACTIVE)
            ),
        ]
        indexes = [
            # A lead's owners, newest first; erasing a lead.
            models.Index(fields=["lead", "-assigned_at"], name="idx_assignments_lead_id"),
            # What a colleague has on the table.
            models.Index(fields=["owner", "status"], name="idx_assignments_owner_id"),
            # Late ones (the dashboard) and those due next.
            models.Index(
                fields=["sla_deadline"],
                include=["lead"],
                name="idx_assignments_sla_deadline",
                condition=Q(status=AssignmentStatus.ACTIVE),
            ),
            # Lists by status.
            models.Index(fields=["status"], name="idx_assignments_status"),
            # Minutes to answer of the last 30 days, less those of suspects, without the table.
            models.Index(
                fields=["completed_at"],
                include=["response_time_minutes", "lead"],
                name="idx_assignments_completed_at",
                condition=Q(completed_at__isnull=False),
            ),
            # What the sweep fails at, which is next to nothing: health counts it.
            models.Index(fields=["failures"], name="idx_assignments_failures", condition=Q(failures__gt=0)),
            # The sweep's claim.
            models.Index(
                fields=["next_step_at"],
                name="idx_assignments_next_step",
                condition=Q(status=AssignmentStatus.ACTIVE, next_step_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.owner_name

    @property
    def is_over(self) -> bool:
        return self.status != AssignmentStatus.ACTIVE

    @property
    def wait_name(self) -> str:
        """As policies call it."""
        return "owner_response"

    @property
    def is_owed(self) -> bool:
        """Whether the owner has an answer to give."""
        return self.status == AssignmentStatus.ACTIVE


from assignments.calendars.models import Calendar, CalendarVersion  # noqa: E402, F401  # Django finds models here
from assignments.clocks.models import DeadlineCheck, LeadClock  # noqa: E402, F401  # as above
from assignments.notices.models import Notice  # noqa: E402, F401  # as above
from assignments.policies.models import Policy, PolicyVersion  # noqa: E402, F401  # as above
from assignments.teams.models import (  # noqa: E402, F401  # as above
    Absence,
    RoutingRule,
    Team,
    TeamMember,
)
from assignments.teams.owner_load import OwnerLoad  # noqa: E402, F401  # as above
