"""What procrastinate does not remember of its jobs, and when each duty was last done."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from leadsite.jobs.querysets import JobQuerySet
from leadsite.keys import uuid_key


class Job(ProcrastinateJob):
    """Procrastinate's row, with the questions that staff ask."""

    objects = JobQuerySet.as_manager()  # type: ignore[assignment, misc]  # theirs refuses to write

    class Meta:
        proxy = True
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        default_permissions = ("view",)
        permissions = [("retry_job", "Can try jobs again or give them up")]


class JobLogEntry(models.Model):
    """What went wrong with a job, and what a colleague did about it."""

    class Kind(models.TextChoices):
        FAILED = "failed", _("failed")
        STALLED = "stalled", _("its worker was gone")
        TRIED_AGAIN = "tried_again", _("tried again")
        GIVEN_UP = "given_up", _("given up")

    id = uuid_key(db_comment="Primary key")
    job = models.ForeignKey(
        Job,
        models.CASCADE,
        db_constraint=False,  # leadsite/jobs/sql has the real one, which cascades in the database
        db_index=False,
        related_name="log",
        db_comment="Goes with its job",
    )
    at = models.DateTimeField(db_default=Now(), db_comment="When")
    kind = models.CharField(
        max_length=20, choices=Kind.choices, db_comment="failed, stalled, tried_again, given_up"
    )
    attempt = models.IntegerField(db_comment="Which attempt it was, from 1")
    actor_id = models.CharField(
        max_length=255, null=True, blank=True, db_comment="The colleague; null is the worker"
    )
    message = models.TextField(db_comment="One line: what went wrong, or the colleague's reason")
    traceback = models.TextField(
        blank=True, default="", db_default="", db_comment="Where in the code, without personal data"
    )

    class Meta:
        db_table = "job_log"
        db_table_comment = "What went wrong with jobs, and what was done about it"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["failed", "stalled", "tried_again", "given_up"]),
                name="job_log_kind_check",
            ),
        ]
        indexes = [
            # The last entry of each job on the page of jobs, and the cascade.
            models.Index(fields=["job", "at"], name="idx_job_log_job"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


class DutyBeat(models.Model):
    """One row a duty, whichever worker did it last."""

    name = models.CharField(max_length=100, primary_key=True, db_comment="As the code names the duty")
    beat_at = models.DateTimeField(null=True, blank=True, db_comment="The last round without an error")
    late_at = models.DateTimeField(
        null=True, blank=True, db_comment="When something is wrong unless it was done again"
    )
    failing_since = models.DateTimeField(
        null=True, blank=True, db_comment="The first of the errors since then; null: none"
    )
    error = models.TextField(
        blank=True, default="", db_default="", db_comment="The last of them, in one line"
    )

    class Meta:
        db_table = "duty_beats"
        db_table_comment = "When the worker's duties were last done, for /health"

    def __str__(self) -> str:
        return self.name
