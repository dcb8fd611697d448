"""What a stored deadline follows from, and when the sweep looks at it next."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, When


class Timed(models.Model):
    """A deadline is a pure function of facts, policy and calendar; stored so that queries can sort by it.

    The fingerprint is that of everything it follows from: where it differs, the deadline is worked out anew.
    """

    # What a model calls the end and the beginning of its wait.
    ENDS: ClassVar[str]
    BEGINS: ClassVar[str]

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

    @classmethod
    def warned_from(cls, row: str = "") -> Case:
        """When the policy warns of it, which is the step before the deadline; null where it does not warn.

        Once that step is taken it is the beginning of the wait. `row` is the way to its columns, "clocks__".
        """
        return Case(
            When(Q(**{f"{row}next_step_at__lt": F(row + cls.ENDS)}), then=F(f"{row}next_step_at")),
            When(Q(**{f"{row}share_done__gt": 0}), then=F(row + cls.BEGINS)),
            output_field=models.DateTimeField(null=True),
        )
