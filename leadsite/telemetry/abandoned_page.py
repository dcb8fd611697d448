"""The page of abandoned quotes: what was priced and never sent, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leads.quoting.models import PriceItem
from leads.quoting.money import format_money
from leadsite import cursors
from leadsite.telemetry.models import AnalyticsEvent

ROWS = 50


@dataclass(frozen=True)
class Basket:
    """One abandoned quote as staff read it; what its page did not tell is empty."""

    left_at: datetime
    products: tuple[str, ...]
    lines: str
    total: str
    language: str
    campaign: str


def abandoned_quotes(request: HttpRequest) -> HttpResponse:
    """Whoever calls this has asked for the permission."""
    cursor = cursors.read(request.GET.get("after", ""))
    events = AnalyticsEvent.objects.abandoned(timezone.now()).newest_first(after=cursor)
    page = cursors.page(events, ROWS, by="created_at")
    names = names_of(page)
    context = {
        **admin.site.each_context(request),
        "title": _("Abandoned quotes"),
        "baskets": [basket(event, names) for event in page],
        "following": page.following,
        "first": cursor is None,
    }
    return TemplateResponse(request, "admin/telemetry/abandoned_quotes.html", context)


def names_of(events: Iterable[AnalyticsEvent]) -> dict[str, str]:
    """The names of all products in these baskets, by slug; one query."""
    slugs = {slug for event in events for slug in slugs_in(event.data)}
    return dict(PriceItem.objects.filter(slug__in=slugs).values_list("slug", "name"))


def slugs_in(data: object) -> list[str]:
    found = data.get("products") if isinstance(data, Mapping) else None
    return [str(slug) for slug in found] if isinstance(found, list) else []


def basket(event: AnalyticsEvent, names: Mapping[str, str]) -> Basket:
    data: Mapping[str, Any] = event.data if isinstance(event.data, Mapping) else {}
    return Basket(
        left_at=event.created_at,
        products=tuple(names.get(slug, slug) for slug in slugs_in(data)),
        lines=str(data.get("lines", "")),
        total=money(data.get("total"), data.get("currency")),
        language=str(dict(settings.LANGUAGES).get(event.language, event.language)),
        campaign=str(data.get("campaign", "")),
    )


def money(amount: object, currency: object) -> str:
    """Nothing where the page told no amount, or one that cannot be read."""
    try:
        number = Decimal(str(amount))
        return format_money(number, str(currency), get_language() or "en") if number.is_finite() else ""
    except (InvalidOperation, ValueError):
        return ""
