"""What staff see of the customers' pages: quotes priced and never sent, and the events themselves."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from leadsite.staff_lists import FactList, ModelAdmin
from leadsite.telemetry.abandoned_page import abandoned_quotes
from leadsite.telemetry.models import AbandonedQuote, AnalyticsEvent


@admin.register(AnalyticsEvent)
class AnalyticsEventAdmin(FactList, ModelAdmin[AnalyticsEvent]):
    list_display = ("created_at", "name", "language", "data")
    ordering = ("-created_at",)


@admin.register(AbandonedQuote)
class AbandonedQuoteAdmin(FactList, ModelAdmin[AbandonedQuote]):
    def changelist_view(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return abandoned_quotes(request)
