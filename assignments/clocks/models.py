"""A lead's own deadlines, owner or not. The owner's is in the assignment."""

from datetime import datetime

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.utils.translation import gettext_lazy as _

from assignments.clocks.timed import Timed
from leads.visibility import visible_to
from leadsite.accounts.models import User
from leadsite.cursors import Cursor
from leadsite.keys import uuid_key
from leadsite.readable_times import readable


class ClockName(models.TextChoices):
    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_RESPONSE = "next_response", _("Next response")


class RouteHindrance(models.TextChoices):
    """Why a lead has no owner although it was looked for."""

    CLOSED = "closed", _("The team does not work at this hour")
    NOBODY = "nobody", _("Nobody of the team is available")
    FAILED = "failed", _("An error came up")


RUNNING = Q(answered_at__isnull=True, stopped_at__isnull=True)


class LeadClockQuerySet(models.QuerySet["LeadClock"]):
    def running(self) -> "LeadClockQuerySet":
        """Somebody waits: neither answered nor over because the lead was closed."""
        return self.filter(RUNNING)

    def unanswered(self) -> "LeadClockQuerySet":
        """Those that run, and those that stand still because their lead is closed."""
        return self.filter(answered_at__isnull=True)

    def judged(self) -> "LeadClockQuerySet":
        """Answered, by a deadline that was worked out."""
        return self.filter(answered_at__isnull=False, policy_version__isnull=False)

    def known(self) -> "LeadClockQuerySet":
        """Of which can be said by when: there is a deadline, or it is the customer's turn."""
        return self.filter(Q(deadline__isnull=False) | Q(paused=True))

    def most_urgent(self, *, after: Cursor | None = None) -> "LeadClockQuerySet":
        """Running with a deadline, the earliest first; from the row after the cursor's."""
        rows = self.running().filter(deadline__isnull=False).order_by("deadline", "id")
        if after is None or after.at is None:
            return rows
        return rows.filter(TupleGreaterThan(Tuple(F("deadline"), F("id")), (after.at, after.id)))

    def of_owner(self, user: User) -> "LeadClockQuerySet":
        return self.filter(lead__owner=user)

    def of_nobody(self) -> "LeadClockQuerySet":
        return self.filter(lead__owner__isnull=True)

    def with_customers(self) -> "LeadClockQuerySet":
        """Each with its lead, the lead's owner, and the language in which the customer asked last."""
        asked = apps.get_model("leads", "Submission")._default_manager.filter(lead=OuterRef("lead"))
        language = asked.order_by("-received_at").values(found=KT("submitted__language"))[:1]
        rows = self.select_related("lead__owner").annotate(language=Subquery(language))
        found = rows.annotate(warn_at=LeadClock.warned_from())
        return found.defer("lead__search_text", "lead__quote_data", "lead__message")

    def late(self, now: datetime) -> "LeadClockQuerySet":
        """Running past their deadline."""
        return self.running().filter(deadline__lt=now)

    def to_route(self, now: datetime) -> "LeadClockQuerySet":
        """Of leads whose owner is to be found now."""
        return self.filter(route_at__lte=now)

    def routed(self) -> int:
        """No owner is to be found any more."""
        return self.update(route_at=None, route_hindrance="", route_failures=0)

    def never_settled(self) -> "LeadClockQuerySet":
        """Nothing was promised so far: nobody has looked at the lead yet, or there is nothing to promise."""
        return self.running().filter(clock=ClockName.FIRST_RESPONSE, policy_version__isnull=True)

    def steps_due(self, now: datetime) -> "LeadClockQuerySet":
        """For the sweep: to warn of, to mark or to escalate."""
        return self.running().filter(next_step_at__lte=now)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "LeadClockQuerySet":
        return self.filter(visible_to(user, "lead"))


class LeadClock(Timed):
    """One wait of the customer: for the first answer, or for the next after a message of theirs."""

    ENDS, BEGINS = "deadline", "started_at"

    id = uuid_key(db_comment="Primary key")
    lead = models.ForeignKey(
        "leads.Lead",
        models.CASCADE,
        related_name="clocks",
        db_constraint=False,  # assignments/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead",
    )
    clock = models.CharField(
        _("clock"), max_length=20, choices=ClockName, db_comment="first_response, next_response"
    )
    started_at = models.DateTimeField(_("since"), db_comment="When the customer asked or wrote")
    deadline = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        db_comment="Null: not worked out yet, paused, or none was promised",
    )
    paused = models.BooleanField(
        _("paused"),
        default=False,
        db_default=False,
        db_comment="A waiting activity is pending: the deadline moves",
    )
    answered_at = models.DateTimeField(
        _("answered"), null=True, blank=True, db_comment="The contact that ended the wait"
    )
    stopped_at = models.DateTimeField(
        _("over"), null=True, blank=True, db_comment="The lead was closed without an answer"
    )
    missed_at = models.DateTimeField(
        _("missed"),
        null=True,
        blank=True,
        db_comment="The deadline that passed without an answer: a fact, it stays",
    )
    route_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        db_comment="When to find the lead an owner; null: done, or by hand",
    )
    route_hindrance = models.CharField(
        _("nobody has it because"),
        max_length=10,
        choices=RouteHindrance,
        blank=True,
        default="",
        db_default="",
        editable=False,
        db_comment="Why it was not given to anybody when it was tried last: closed, nobody, failed",
    )
    route_failures = models.SmallIntegerField(
        default=0,
        db_default=0,
        editable=False,
        db_comment="Errors in a row while finding an owner: it waits longer each time",
    )

    objects = LeadClockQuerySet.as_manager()

    class Meta:
        db_table = "lead_clocks"
        db_table_comment = "What customers wait for, whoever owns the lead"
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.CheckConstraint(condition=Q(clock__in=ClockName.values), name="lead_clocks_clock_check"),
            # A lead has one first answer, whoever makes its clock.
            models.UniqueConstraint(
                fields=["lead"], name="lead_clocks_one_first", condition=Q(clock=ClockName.FIRST_RESPONSE)
            ),
            # A customer waits for one thing at a time, however many messages they write meanwhile.
            models.UniqueConstraint(fields=["lead"], name="lead_clocks_one_running", condition=RUNNING),
            # Answered or given up.
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(stopped_at__isnull=True),
                name="lead_clocks_end_check",
            ),
            # Owners are found for new leads only.
            models.CheckConstraint(
                condition=Q(route_at__isnull=True) | Q(clock=ClockName.FIRST_RESPONSE),
                name="lead_clocks_route_check",
            ),
            models.CheckConstraint(
                condition=Q(route_hindrance__in=["", *RouteHindrance.values]),
                name="lead_clocks_route_hindrance_check",
            ),
            models.CheckConstraint(
                condition=readable("started_at", "deadline", "answered_at", "stopped_at", "missed_at"),
                name="lead_clocks_times_are_readable",
            ),
        ]
        indexes = [
            # A lead's clocks, newest first; erasing a lead.
            models.Index(fields=["lead", "-started_at"], name="idx_lead_clocks_lead_id"),
            # Who waits longest for an answer; what is late.
            models.Index(
                fields=["deadline"], include=["lead"], name="idx_lead_clocks_deadline", condition=RUNNING
            ),
            # The worker's claim of leads that nobody has yet.
            models.Index(
                fields=["route_at"], name="idx_lead_clocks_to_route", condition=Q(route_at__isnull=False)
            ),
            # What the sweep fails at, which is next to nothing: health counts it.
            models.Index(fields=["failures"], name="idx_lead_clocks_failures", condition=Q(failures__gt=0)),
            # The sweep's claim.
            models.Index(
                fields=["next_step_at"],
                name="idx_lead_clocks_next_step",
                condition=RUNNING & Q(next_step_at__isnull=False),
            ),
            # Reports by week of the answer or the miss.
            models.Index(fields=["started_at"], name="idx_lead_clocks_started_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        return self.answered_at is not None or self.stopped_at is not None

    @property
    def wait_name(self) -> str:
        """As policies call it."""
        return self.clock


class DeadlineCheck(models.Model):
    """What the nightly check found: stored deadlines beside those that follow from the log."""

    id = uuid_key(db_comment="Primary key")
    checked_at = models.DateTimeField(_("checked"), db_comment="When it was looked at")
    looked_at = models.IntegerField(
        _("deadlines looked at"), db_comment="All open ones, and a sample of others"
    )
    differing = models.IntegerField(
        _("wrong"), db_comment="Of which so many were not what follows from the log"
    )
    examples = models.JSONField(default=list, blank=True, db_comment="Keys of leads where that is so")

    class Meta:
        db_table = "sla_checks"
        db_table_comment = "Whether stored deadlines follow from the log, looked at every night"
        verbose_name = _("check of deadlines")
        verbose_name_plural = _("checks of deadlines")
        indexes = [
            # What the last one found, for /health.
            models.Index(fields=["-checked_at"], name="idx_sla_checks_checked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d} {self.differing}"
