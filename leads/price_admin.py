"""The staff's pages of the price list. Declarations only; price_views acts."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads import price_views
from leads.quoting.models import PriceBreak, PriceItem, PriceListVersion, Unit
from leads.quoting.money import format_money, plain
from leads.quoting.price_list import PriceItem as Item
from leadsite.accounts.models import User
from leadsite.staff_lists import BaseInlineFormSet, FactList, Labelled, ModelAdmin, TabularInline


def unit(name: str) -> str:
    """A published unit in the reader's language."""
    return str(Unit(name).label) if name in Unit.values else name


class BreakFormSet(BaseInlineFormSet[PriceBreak, PriceItem, Any]):
    def clean(self) -> None:
        """Item and breaks together make sense, or the page says why they do not."""
        super().clean()
        if any(self.errors) or not has_sound_fields(self.instance):
            return  # that is said beside the field
        rows = [form.instance for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [row for row in rows if row.minimum_quantity and row not in self.leaving()]
        try:
            self.instance.value(kept)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise ValidationError(str(error)) from error

    def leaving(self) -> list[PriceBreak]:
        return [form.instance for form in self.deleted_forms]


def has_sound_fields(item: PriceItem) -> bool:
    try:
        item.clean_fields()
    except ValidationError:
        return False
    return True


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
    list_display = ("name", "price", "tax", "category", "order", "active")
    list_filter = ("active", "unit")
    list_per_page = 200
    actions = None  # items are deleted one by one, from their own page
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
        return f"{plain(item.unit_price)} / {unit(item.unit)}".replace(" ", "\N{NO-BREAK SPACE}")

    @admin.display(description=_("tax"), ordering="tax_percent")
    def tax(self, item: PriceItem) -> str:
        return f"{plain(item.tax_percent)}\N{NO-BREAK SPACE}%"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("publish/", wrap(price_views.publish_price_list), name="leads_priceitem_publish"),
            path("download/", wrap(price_views.download), name="leads_priceitem_download"),
            path("upload/", wrap(price_views.upload), name="leads_priceitem_upload"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), **price_views.standing(request)})


@admin.register(PriceListVersion)
class PriceListVersionAdmin(FactList, ModelAdmin[PriceListVersion]):
    list_display = ("number", "published_at", "publisher", "items")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PriceListVersion]:
        colleague = User.objects.filter(identifier=OuterRef("published_by"))
        return super().get_queryset(request).annotate(publisher_name=Subquery(colleague.values("name")[:1]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A version is read, in a page of its own; what else one may want of it is Django's to refuse."""
        version = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD") or not version or not self.has_view_permission(request):
            return super().change_view(request, object_id, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": str(version),
            "version": version,
            "publisher": self.publisher(version),
            "price_list": version.value(),
            "groups": groups(version),
        }
        return TemplateResponse(request, "admin/leads/pricelistversion/version.html", context)

    @admin.display(description=_("by"))
    def publisher(self, version: Any) -> str:
        return version.publisher_name or version.published_by or "–"

    @admin.display(description=_("items"))
    def items(self, version: PriceListVersion) -> int:
        return len(version.value().items)


def groups(version: PriceListVersion) -> list[tuple[str, list[dict[str, Any]]]]:
    """A published list as people read it: by category, prices as money, breaks in words."""
    price_list = version.value()

    def money(amount: Decimal) -> str:
        return format_money(amount, price_list.currency, get_language() or "en")

    def row(item: Item) -> dict[str, Any]:
        return {
            "name": item.name,
            "slug": item.slug,
            "price": money(item.unit_price),
            "unit": unit(item.unit),
            "tax": plain(item.tax_percent),
            "breaks": [(plain(step.minimum_quantity), money(step.unit_price)) for step in item.breaks],
        }

    return [(category, [row(item) for item in items]) for category, items in price_list.categories()]
