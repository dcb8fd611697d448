"""The staff's pages of leads, enquiries and the price list. Declarations only; admin_views acts."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from activity.models import Activity
from assignments.models import Assignment
from leads import admin_views, paste_views
from leads.lead_list.page import lead_list
from leads.lead_list.paths import paths
from leads.models import Lead, LeadProduct, Submission
from leads.quoting.models import PriceBreak, PriceItem, PriceListVersion, Unit
from leads.quoting.money import plain
from leads.stored_quote import money, total
from leadsite.staff_lists import BaseInlineFormSet, FactList, Labelled, ModelAdmin, ReadOnly, TabularInline


def unit(name: str) -> str:
    """A published unit in the reader's language."""
    return str(Unit(name).label) if name in Unit.values else name


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
class LeadAdmin(FactList, ModelAdmin[Lead]):
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
class SubmissionAdmin(FactList, ModelAdmin[Submission]):
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


class BreakFormSet(BaseInlineFormSet[PriceBreak, PriceItem, Any]):
    def clean(self) -> None:
        """Item and breaks together make sense, or the page says why they do not."""
        super().clean()
        if any(self.errors):
            return
        rows = [form.instance for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [row for row in rows if row.minimum_quantity and row not in self.leaving()]
        try:
            self.instance.value(kept)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise ValidationError(str(error)) from error

    def leaving(self) -> list[PriceBreak]:
        return [form.instance for form in self.deleted_forms]


class PlainNumbers(forms.ModelForm):  # type: ignore[type-arg]  # generic to the type checker alone
    """A price that staff typed as 110 is 110 when they see it again, not 110.0000."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        numbers = {name: value for name, value in self.initial.items() if isinstance(value, Decimal)}
        self.initial = {**self.initial, **{name: Decimal(plain(value)) for name, value in numbers.items()}}


class BreakInline(Labelled, TabularInline[PriceBreak, PriceItem]):
    model = PriceBreak
    form = PlainNumbers
    formset = BreakFormSet
    extra = 1
    fields = ("minimum_quantity", "unit_price")


@admin.register(PriceItem)
class PriceItemAdmin(ModelAdmin[PriceItem]):
    form = PlainNumbers
    list_display = ("name", "category", "price", "tax", "order", "active")
    list_filter = ("active", "unit")
    list_per_page = 200
    search_fields = ("name", "slug", "category")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (BreakInline,)
    fieldsets = (
        (None, {"fields": ("category", "name", "slug", ("order", "active"))}),
        (_("Price"), {"fields": (("unit_price", "unit"), "tax_percent")}),
        (_("Quantity"), {"fields": (("minimum", "step"), "wastage_percent")}),
    )

    @admin.display(description=_("price"), ordering="unit_price")
    def price(self, item: PriceItem) -> str:
        return f"{plain(item.unit_price)} / {unit(item.unit)}"

    @admin.display(description=_("tax"), ordering="tax_percent")
    def tax(self, item: PriceItem) -> str:
        return f"{plain(item.tax_percent)} %"

    def get_urls(self) -> list[URLPattern]:
        publish = self.admin_site.admin_view(admin_views.publish_price_list)
        return [path("publish/", publish, name="leads_priceitem_publish"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        may = request.user.has_perm(admin_views.MAY_PUBLISH)
        return super().changelist_view(request, {**(extra_context or {}), "may_publish": may})


@admin.register(PriceListVersion)
class PriceListVersionAdmin(FactList, ModelAdmin[PriceListVersion]):
    list_display = ("number", "published_at", "published_by", "items")
    fields = ("number", "published_at", "published_by", "prices")
    readonly_fields = ("prices",)

    @admin.display(description=_("items"))
    def items(self, version: PriceListVersion) -> int:
        return len(version.value().items)

    @admin.display(description=_("prices"))
    def prices(self, version: PriceListVersion) -> SafeString:
        price_list = version.value()
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{} / {}</td><td>{} %</td></tr>",
            (
                (
                    row.category,
                    row.name,
                    row.slug,
                    plain(row.unit_price),
                    unit(row.unit),
                    plain(row.tax_percent),
                )
                for _category, rows in price_list.categories()
                for row in rows
            ),
        )
        return format_html("<p>{}</p><table>{}</table>", price_list.currency, rows)
