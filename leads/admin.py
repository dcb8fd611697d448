"""The staff's pages of leads and enquiries. Declarations only; what buttons do is in modules beside it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from leads import lead_now, lead_steps, paste_views, price_admin, quote_check
from leads.lead_list.page import lead_list
from leads.lead_list.paths import paths
from leads.lead_page import lead_page
from leads.models import Lead, Submission
from leads.stored_quote import NOTHING, money
from leadsite.staff_lists import ModelAdmin, OfLeads

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


@admin.register(Lead)
class LeadAdmin(OfLeads, ModelAdmin[Lead]):
    def get_urls(self) -> list[URLPattern]:
        """Django's own, but for those of a form that nobody fills here."""
        wrap = self.admin_site.admin_view
        paste = path("paste/", wrap(paste_views.paste_message), name="leads_lead_paste")
        now = path("<uuid:pk>/now/", wrap(lead_now.lead_now), name="leads_lead_now")
        left_out = ("leads_lead_history", "leads_lead_delete")
        own = [url for url in super().get_urls() if url.name not in left_out]
        return [paste, now, *paths(self.admin_site), *lead_steps.urls(wrap), *own]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return lead_list(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return lead_page(request, object_id)


@admin.register(Submission)
class SubmissionAdmin(OfLeads, ModelAdmin[Submission]):
    list_display = ("received_at", "folio", "lead", "kind", "total", "suspect")
    list_display_links = ("received_at", "folio")
    list_filter = ("kind", Suspects)
    list_select_related = ("lead",)
    ordering = ("-received_at", "-id")
    search_fields = ("folio__exact",)
    fieldsets = (
        (
            None,
            {"fields": ("lead", ("folio", "kind", "received_at"), "suspect", "asked_for", "total", "words")},
        ),
        (_("As it is stored"), {"classes": ("collapse",), "fields": ("submitted", "quote", "utm")}),
    )
    readonly_fields = ("asked_for", "total", "words")

    @admin.display(description=_("products"))
    def asked_for(self, row: Submission) -> str:
        lines = (quote_check.read(row.quote) or {}).get("lines", ())
        return (
            "\n".join(f"{line['product']} · {line['quantity']} · {line['net']}" for line in lines) or NOTHING
        )

    @admin.display(description=_("message"))
    def words(self, row: Submission) -> str:
        said = row.submitted.get("message") if isinstance(row.submitted, dict) else None
        return said if isinstance(said, str) and said else NOTHING

    @admin.display(description=_("total"))
    def total(self, row: Submission) -> str:
        return money(row.quote_total, row.currency)
