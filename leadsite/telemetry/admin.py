"""What staff see of the customers' pages: quotes priced and never sent, and the events themselves."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.staff_lists import FactList, ModelAdmin
from leadsite.telemetry.models import AbandonedQuote, AnalyticsEvent


@admin.register(AnalyticsEvent)
class AnalyticsEventAdmin(FactList, ModelAdmin[AnalyticsEvent]):
    list_display = ("created_at", "name", "language", "data")
    ordering = ("-created_at",)


@admin.register(AbandonedQuote)
class AbandonedQuoteAdmin(FactList, ModelAdmin[AbandonedQuote]):
    list_display = ("created_at", "total", "currency", "lines", "products", "language")
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AbandonedQuote]:
        return super().get_queryset(request).abandoned(timezone.now())  # type: ignore[attr-defined, no-any-return]  # the stubs lose the proxy's queryset

    @admin.display(description=_("total"))
    def total(self, basket: AbandonedQuote) -> str:
        return str(basket.data.get("total", "–"))

    @admin.display(description=_("currency"))
    def currency(self, basket: AbandonedQuote) -> str:
        return str(basket.data.get("currency", ""))

    @admin.display(description=_("lines"))
    def lines(self, basket: AbandonedQuote) -> str:
        return str(basket.data.get("lines", "–"))

    @admin.display(description=_("products"))
    def products(self, basket: AbandonedQuote) -> str:
        return ", ".join(map(str, basket.data.get("products", [])))
