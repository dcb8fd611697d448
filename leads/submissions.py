"""What was sent, each enquiry as it came: the models beside the lead's own."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leads.querysets import SubmissionQuerySet
from leads.statuses import SubmissionKind
from leadsite.keys import uuid_key
from leadsite.stored_json import StoredJSON


class Submission(models.Model):
    """Every enquiry accepted, first or repeated. Its id and folio are derived, so a retry finds itself."""

    id = uuid_key(db_comment="Derived from the form's token and the payload")
    folio = models.TextField(_("folio"), db_comment="What the customer reads out")
    token = models.TextField(
        default="", db_default="", blank=True, db_comment="The browser's double-click token"
    )
    payload_hash = models.CharField(
        max_length=64, default="", db_default="", blank=True, db_comment="SHA-256 of the canonical payload"
    )
    lead = models.ForeignKey(
        "leads.Lead",
        models.CASCADE,
        related_name="submissions",
        db_constraint=False,  # leads/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead",
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=SubmissionKind,
        default=SubmissionKind.FIRST,
        db_default=SubmissionKind.FIRST,
        db_comment="first made the lead, repeat is a later enquiry of the person on the same UTC day",
    )
    received_at = models.DateTimeField(
        _("received"), db_default=Now(), db_comment="When the customer submitted"
    )
    suspect = models.TextField(
        _("suspect"),
        null=True,
        blank=True,
        db_comment="Why it looks like a bot's; null once a person cleared it",
    )
    utm = StoredJSON(default=dict, db_default={}, blank=True, db_comment="Campaign tags of the link")
    submitted = StoredJSON(default=dict, db_default={}, db_comment="Everything the customer typed")
    quote = StoredJSON(_("quote"), null=True, blank=True, db_comment="The quote's snapshot")
    quote_total = models.DecimalField(
        _("total"), max_digits=20, decimal_places=3, null=True, blank=True, db_comment="Null: price follows"
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="", db_default="", blank=True, db_comment="ISO 4217"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        db_table = "submissions"
        db_table_comment = "Every enquiry accepted, first or repeated; deleting one leaves a tombstone"
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SubmissionKind.values), name="submissions_kind_check"
            ),
            # PostgreSQL's NaN is more than any number, and a sum with it is none.
            models.CheckConstraint(
                condition=Q(quote_total__lt=Decimal(10) ** 17), name="submissions_quote_total_is_a_number"
            ),
            # Searching by folio.
            models.UniqueConstraint(fields=["folio"], name="submissions_folio_key"),
        ]
        indexes = [
            # A lead's enquiries, newest first; erasing a lead; is one of them genuine?
            models.Index(fields=["lead", "-received_at"], name="idx_submissions_lead_id"),
            # Which leads came by suspects: subtracted from every figure.
            models.Index(fields=["lead"], name="idx_submissions_suspect", condition=Q(suspect__isnull=False)),
            # Did a genuine one bring a suspect to life?
            models.Index(fields=["lead"], name="idx_submissions_genuine", condition=Q(suspect__isnull=True)),
            # The list newest first; the value of the quotes of a time, without the table.
            models.Index(
                fields=["received_at"],  # upward: new ones come at the end, where a page is filled best
                include=["lead", "quote_total", "currency", "suspect"],
                name="idx_submissions_received_at",
            ),
            # Which quotes a later one of the same lead took the place of.
            models.Index(
                fields=["lead", "received_at"], name="idx_submissions_repeats", condition=Q(kind="repeat")
            ),
        ]

    def __str__(self) -> str:
        return self.folio


class ErasedSubmission(models.Model):
    """A tombstone: names a submission, never a person."""

    submission_id = models.UUIDField(primary_key=True, db_comment="A replay of it brings nobody back")
    erased_at = models.DateTimeField(db_default=Now(), db_comment="When its person was erased")

    class Meta:
        db_table = "erased_submissions"
        db_table_comment = "Tombstones of erased submissions; a new enquiry of the person is welcome"

    def __str__(self) -> str:
        return str(self.submission_id)
