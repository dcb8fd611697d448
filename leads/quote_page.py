"""The customer's copy of a quote, at an address that cannot be guessed; still in the spool or stored."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from leads import enquiry, form_page, handover, intake, posted, tokens
from leads.basket import Words
from leads.models import Submission
from leads.quoting.money import locale_for
from leads.quoting.whatsapp import unit_words
from leadsite.bulkhead import Lane, Unavailable

log = logging.getLogger(__name__)

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
RETRY_SECONDS = 5
# For quotes that have to be asked of the database: whoever waits there holds up no other page.
DATABASE = Lane("quotes", threads=2, waiting=4, seconds=5)


@dataclass(frozen=True)
class Kept:
    """What the page needs of a submission, wherever it lies."""

    folio: str
    customer: str
    language: str
    asked_at: datetime
    quote: Mapping[str, Any]


@require_safe
@gzip_page
def quote_view(request: HttpRequest, token: str) -> HttpResponse:
    submission_id = tokens.quote_page_id(token)
    if submission_id is None:
        raise Http404
    with translation.override(posted.language(request, request.GET)):
        try:
            kept = find(submission_id)
        except (Error, Unavailable) as reason:
            log.warning("a quote page answered 503: %s", type(reason).__name__)
            return later(request)
        if kept is None or not kept.quote.get("lines"):
            raise Http404
        return page(request, kept, handover.quote_url(request, submission_id))


def find(submission_id: UUID) -> Kept | None:
    """The spool first: it answers with the database gone. None for what was erased or never was."""
    if waiting := intake.find(submission_id):
        name, quote = waiting.lead.name, waiting.quote or {}
        return Kept(waiting.folio, name, waiting.language, waiting.submitted_at, quote)
    return DATABASE.run(partial(stored, submission_id))


def stored(submission_id: UUID) -> Kept | None:
    found = Submission.objects.filter(pk=submission_id).first()
    if found is None:
        return None
    typed = found.submitted
    return Kept(
        folio=found.folio,
        customer=str(typed.get("name") or ""),
        language=str(typed.get("language") or "en"),
        asked_at=found.received_at,
        quote=found.quote or {},
    )


def page(request: HttpRequest, kept: Kept, address: str) -> HttpResponse:
    text = enquiry.message(kept.quote, customer=kept.customer, quote_url=address, language=kept.language)
    language = translation.get_language() or "en"
    context = {
        **chrome(request, language),
        "folio": kept.folio,
        "customer": kept.customer,
        "asked_on": day(kept.asked_at, language),
        "valid_until": day(datetime.fromisoformat(kept.quote["valid_until"]), language),
        "quote": shown(kept.quote),
        "message": text,
        "whatsapp_url": enquiry.whatsapp_link(text),
        "address": address,
    }
    html = get_template("leads/quote.html").render(context)
    return HttpResponse(html, headers={**PRIVATE, "Content-Language": language})


def later(request: HttpRequest) -> HttpResponse:
    """The database is away and this quote lies there: say so calmly, and come back by itself."""
    language = translation.get_language() or "en"
    html = get_template("leads/later.html").render({**chrome(request, language), "seconds": RETRY_SECONDS})
    headers = {**PRIVATE, "Content-Language": language, "Retry-After": str(RETRY_SECONDS)}
    return HttpResponse(html, status=503, headers=headers)


def chrome(request: HttpRequest, language: str) -> dict[str, Any]:
    return {
        "business": settings.BUSINESS_NAME,
        "language": language,
        "languages": form_page.language_links(request),
    }


def day(moment: datetime, language: str) -> str:
    """The date in the shop's own zone."""
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return format_date(local.date(), "long", locale_for(language, settings.CURRENCY))


def shown(quote: Mapping[str, Any]) -> dict[str, Any]:
    """The snapshot as people read it, in the active language."""
    say = Words(quote["currency"])

    def money(amount: str | None) -> str:
        return gettext("Price follows") if amount is None else say.money(Decimal(amount))

    priced = any(line["net"] is not None for line in quote["lines"])
    return {
        "lines": [line(entry, say, money(entry["net"])) for entry in quote["lines"]],
        "taxes": [
            {"percent": say.number(Decimal(tax["percent"])), "amount": money(tax["amount"])}
            for tax in quote["tax"]
        ],
        "subtotal": money(quote["subtotal"]),
        "saved": money(quote["discount_total"]) if Decimal(quote["discount_total"]) else "",
        "total": money(quote["total"]) if priced else gettext("Price follows"),
        "priced": priced,
        "complete": quote["complete"],
    }


def line(entry: Mapping[str, Any], say: Words, net: str) -> dict[str, str]:
    asked = Decimal(entry["quantity"])
    billed = Decimal(entry["billed_quantity"] or asked)
    unit = unit_words(str(entry["unit"]), billed)
    price = entry["unit_price"]
    return {
        "product": entry["product"],
        "notes": entry["notes"],
        "quantity": f"{say.number(billed)} {unit}".rstrip(),
        "asked": say.number(asked) if billed != asked else "",
        "unit_price": say.money(Decimal(price)) if price is not None else "",
        "net": net,
    }
