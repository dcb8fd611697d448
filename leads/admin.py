"""The staff's pages of leads and enquiries. Declarations only; what buttons do is in modules beside it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from activity.models import Activity
from assignments.models import Assignment
from leads import paste_views, price_admin
from leads.lead_list.page import lead_list
from leads.lead_list.paths import paths
from leads.models import Lead, LeadProduct, Submission
from leads.stored_quote import money, total
from leadsite.staff_lists import ModelAdmin, OfLeads, ReadOnly, TabularInline

__all__ = ["price_admin"]  # Django finds the admin of the price list through this module


class Suspects(admin.SimpleListFilter):
    """Suspects stay out of sight until somebody asks for them."""

    title = _("enquiries")
    parameter_name = "enquiries"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("suspect", _("Suspects")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Genuine")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        if self.value() == "all":
            return queryset
        return rows.suspect() if self.value() == "suspect" else rows.genuine()  # type: ignore[no-any-return]  # both querysets have these words


class FactInline(ReadOnly, TabularInline[Any, Lead]):
    extra = 0
    show_change_link = True
    classes = ("facts",)


class ProductInline(FactInline):
    model = LeadProduct
    fields = ("category", "product", "quantity", "notes")
    show_change_link = False


class SubmissionInline(FactInline):
    model = Submission
    fields = ("received_at", "folio", "kind", "suspect", "total")
    readonly_fields = ("total",)

    @admin.display(description=_("total"))
    def total(self, row: Submission) -> str:
        return money(row.quote_total, row.currency)


class AssignmentInline(FactInline):
    model = Assignment
    fields = ("assigned_at", "owner_name", "sla_deadline", "status", "sla_met")
    readonly_fields = ("sla_met",)


class ActivityInline(FactInline):
    model = Activity
    fields = ("created_at", "type", "status", "message", "actor_type", "due_at")
    readonly_fields = ("due_at",)
    ordering = ("-created_at", "-id")


@admin.register(Lead)
class LeadAdmin(OfLeads, ModelAdmin[Lead]):
    fields = (
        ("name", "company", "role"),
        ("phone", "email", "location"),
        "message",
        ("status", "source", "folio", "total"),
        ("created_at", "updated_at", "first_response_at", "last_contact_at", "conversion_date"),
    )
    readonly_fields = ("total",)
    inlines = (ProductInline, SubmissionInline, AssignmentInline, ActivityInline)

    def get_urls(self) -> list[URLPattern]:
        paste = self.admin_site.admin_view(paste_views.paste_message)
        own = [path("paste/", paste, name="leads_lead_paste"), *paths(self.admin_site)]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return lead_list(request)

    @admin.display(description=_("quote"))
    def total(self, lead: Lead) -> str:
        return total(lead.quote_data)


@admin.register(Submission)
class SubmissionAdmin(OfLeads, ModelAdmin[Submission]):
    list_display = ("received_at", "folio", "lead", "kind", "total", "suspect")
    list_display_links = ("received_at", "folio")
    list_filter = ("kind", Suspects)
    list_select_related = ("lead",)
    ordering = ("-received_at", "-id")
    search_fields = ("folio__exact",)
    fields = (
        ("folio", "kind", "received_at"),
        "lead",
        "suspect",
        ("total", "currency"),
        "submitted",
        "quote",
        "utm",
    )
    readonly_fields = ("total",)

    @admin.display(description=_("total"))
    def total(self, row: Submission) -> str:
        return money(row.quote_total, row.currency)
