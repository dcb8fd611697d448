"""What a stored deadline follows from, and when the sweep looks at it next."""

from django.db import models


class Timed(models.Model):
    """A deadline is a pure function of facts, policy and calendar; stored so that queries can sort by it.

    The fingerprint is that of everything it follows from: where it differs, the deadline is worked out anew.
    """

    fingerprint = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        editable=False,
        db_comment="Of what the deadline follows from",
    )
    policy_version = models.ForeignKey(
        "assignments.PolicyVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_comment="Whose promise it is; null: not worked out by a policy",
    )
    calendar_version = models.ForeignKey(
        "assignments.CalendarVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_comment="By whose hours; null: not worked out by a calendar",
    )
    next_step_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        db_comment="When to warn, mark a miss or escalate next; null: never",
    )
    share_done = models.SmallIntegerField(
        default=0,
        db_default=0,
        editable=False,
        db_comment="The highest share of the target, in percent, whose steps were taken",
    )
    failures = models.SmallIntegerField(
        default=0,
        db_default=0,
        editable=False,
        db_comment="Sweeps in a row that failed here: it waits longer each time",
    )

    class Meta:
        abstract = True
