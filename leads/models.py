"""What the customer told us, never what a machine concluded. The database keeps the rules (leads/sql)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Lower, Now, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from leads.expressions import PHONE_FROM_ITS_END, SEARCH_TEXT, UTC_DATE_OF_CREATION
from leads.querysets import LeadQuerySet
from leads.statuses import OPEN, CustomerRole, LeadStatus
from leadsite.keys import uuid_key
from leadsite.readable_times import readable
from leadsite.stored_json import StoredJSON


class Lead(models.Model):
    id = uuid_key(db_comment="Equals the id of the first submission; a retry carries the same")
    created_at = models.DateTimeField(
        _("asked"), db_default=Now(), db_comment="When the customer submitted, not when the row was written"
    )
    updated_at = models.DateTimeField(
        _("changed"), db_default=Now(), editable=False, db_comment="The row's version, set by trigger"
    )
    folio = models.TextField(
        _("folio"), null=True, blank=True, db_comment="The first submission's; null: not by form or API"
    )
    visitor_id = models.UUIDField(null=True, blank=True, db_comment="Anonymous first-party cookie")
    name = models.CharField(_("name"), max_length=255, db_comment="At least 2 characters")
    email = models.CharField(
        _("e-mail"), max_length=255, null=True, blank=True, db_comment="E-mail or phone must be there"
    )
    phone = models.CharField(_("phone"), max_length=20, null=True, blank=True, db_comment="E.164")
    company = models.CharField(
        _("company"), max_length=255, null=True, blank=True, db_comment="As the customer wrote it"
    )
    location = models.CharField(
        _("location"), max_length=255, null=True, blank=True, db_comment="As the customer wrote it"
    )
    role = models.CharField(
        _("role"),
        max_length=100,
        null=True,
        blank=True,
        choices=CustomerRole,
        db_comment="Home Owner, Architect, Builder, Contractor, Other",
    )
    message = models.TextField(_("message"), null=True, blank=True, db_comment="The customer's words")
    source = models.CharField(
        _("source"),
        max_length=100,
        default="website_form",
        db_default="website_form",
        db_comment="website_form, referral, campaign, api, import, …",
    )
    status = models.CharField(
        _("status"),
        max_length=50,
        choices=LeadStatus,
        default=LeadStatus.NEW,
        db_default=LeadStatus.NEW,
        db_comment="Set by people only; every change is logged by trigger",
    )
    first_response_at = models.DateTimeField(
        _("first answer"), null=True, blank=True, db_comment="Follows from the log"
    )
    last_contact_at = models.DateTimeField(
        _("last contact"), null=True, blank=True, db_comment="Follows from the log"
    )
    conversion_date = models.DateTimeField(
        _("converted"), null=True, blank=True, db_comment="Follows from the log"
    )
    quote_data = StoredJSON(
        _("quote"), null=True, blank=True, db_comment="The full snapshot of the calculated quote"
    )

    # What lists filter by; the rest about owners is in `assignments`, from which a trigger copies this.
    owner = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        to_field="identifier",
        related_name="leads",
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,  # as in assignments: an owner may be named before the account is there
        db_index=False,
        verbose_name=_("owner"),
        db_comment="Follows from assignments, set by their trigger; null: nobody's",
    )
    search_text = models.GeneratedField(
        expression=SEARCH_TEXT,
        output_field=models.TextField(),
        db_persist=True,
        db_comment="What staff search in, lower case",
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        db_table = "leads"
        db_table_comment = "What the customer told us; what was done about it is in lead_activity"
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        permissions = [
            ("work_lead", "Can work leads"),
            ("assign_lead", "Can give leads to colleagues"),
            ("reopen_lead", "Can move leads back"),
            ("see_every_lead", "Can see every lead (SALES_SEE)"),
            ("manage_spool", "Can retry and edit quotes in the spool"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=LeadStatus.values), name="leads_status_check"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="leads_email_or_phone"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("name")), 2),
                name="leads_name_is_readable",
            ),
            # What the trigger leaves of a phone: digits with their country code.
            models.CheckConstraint(
                condition=Q(phone__isnull=True) | Q(phone__regex=r"^\+?[0-9]{5,19}$"),
                name="leads_phone_digits",
            ),
            # One row whose time Python cannot read would end the list for everybody.
            models.CheckConstraint(
                condition=readable("created_at", "first_response_at", "last_contact_at", "conversion_date"),
                name="leads_times_are_readable",
            ),
            models.UniqueConstraint(fields=["folio"], name="leads_folio_key"),
            # One lead a person and UTC day: a second enquiry becomes a repeat of it. Also finds an e-mail.
            models.UniqueConstraint(Lower("email"), UTC_DATE_OF_CREATION, name="leads_email_created_key"),
        ]
        indexes = [
            # They rise with time and are read backwards: what grows at its beginning is left half empty.
            # The list filtered by status, newest first, page after page.
            models.Index(fields=["status", "created_at", "id"], name="idx_leads_status"),
            # The list newest first; the dashboard's counts read it without the table.
            models.Index(
                fields=["created_at", "id"],
                include=["status", "source", "owner"],
                name="idx_leads_created_at",
            ),
            # A colleague's leads, and those nobody has, newest first.
            models.Index(fields=["owner", "created_at", "id"], name="idx_leads_owner_id"),
            # Leads that nobody has yet and somebody should.
            models.Index(
                fields=["created_at", "id"],
                name="idx_leads_unassigned",
                condition=Q(owner__isnull=True, status__in=OPEN),
            ),
            # The list filtered by where leads come from; the sources there are.
            models.Index(fields=["source", "created_at", "id"], name="idx_leads_source"),
            # How long customers waited, without the table. The intake does not touch it.
            models.Index(
                fields=["created_at", "id"],
                include=["first_response_at", "owner"],
                name="idx_leads_answered",
                condition=Q(first_response_at__isnull=False),
            ),
            # A second enquiry by phone, and a person's earlier leads.
            models.Index(
                fields=["phone", "-created_at"], name="idx_leads_phone", condition=Q(phone__isnull=False)
            ),
            # Who called? The last digits of a phone, however many.
            models.Index(PHONE_FROM_ITS_END, name="idx_leads_phone_end", condition=Q(phone__isnull=False)),
            # Several quotes of one visitor.
            models.Index(
                fields=["visitor_id"], name="idx_leads_visitor_id", condition=Q(visitor_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.folio}" if self.folio else self.name


class LeadProduct(models.Model):
    id = uuid_key(db_comment="Primary key")
    lead = models.ForeignKey(
        Lead,
        models.CASCADE,
        related_name="products",
        db_constraint=False,  # leads/sql has the real one, which cascades in the database
        db_index=False,
        db_comment="Goes with its lead",
    )
    created_at = models.DateTimeField(_("added"), db_default=Now(), db_comment="When the customer asked")
    category = models.CharField(_("category"), max_length=100, db_comment="Flooring, Wall, Lighting, …")
    product = models.CharField(_("product"), max_length=255, db_comment="Its name at the time")
    quantity = models.CharField(
        _("quantity"), max_length=100, null=True, blank=True, db_comment="With its unit, such as 2000 sq ft"
    )
    notes = models.TextField(_("notes"), null=True, blank=True, db_comment="The customer's words")

    class Meta:
        db_table = "lead_products"
        db_table_comment = "What the customer asked for, line by line"
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            # A lead's products; erasing a lead.
            models.Index(fields=["lead"], name="idx_lead_products_lead_id"),
            # Who asked for flooring?
            models.Index(fields=["category"], name="idx_lead_products_category"),
        ]

    def __str__(self) -> str:
        return self.product


from leads.bulk.models import BulkMove, BulkMoveRow  # noqa: E402, F401  # Django finds models here
from leads.quoting.models import PriceBreak, PriceItem, PriceListVersion  # noqa: E402, F401  # Django finds models here
from leads.submissions import ErasedSubmission as ErasedSubmission  # noqa: E402  # here they are asked for
from leads.submissions import Submission as Submission  # noqa: E402  # as above
