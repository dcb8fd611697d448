"""The form at `/`: shows it, edits its basket without JavaScript, takes the quote and hands over to WhatsApp.

Nothing here touches the database, a session or a cache: with all of them gone the customer is served.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from leads import enquiry, form_page, forms, handover, intake, posted, suspects, tokens
from leads.intake.record import SubmissionRecord
from leads.quoting import price_book
from leads.quoting.price_list import PriceList
from leadsite.telemetry import buffer as telemetry
from leadsite.telemetry import events

REMOVE = re.compile(r"remove_line-(\d{1,3})")
limit = suspects.Limit(settings.INTAKE_PER_ADDRESS, settings.INTAKE_IN_TOTAL)


@csrf_exempt  # anonymous and cacheable: a cross-site post is known by its headers, and flagged
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def form_view(request: HttpRequest) -> HttpResponseBase:
    now = timezone.now()
    if request.method != "POST":
        language = posted.language(request, request.GET)
        with translation.override(language):
            return form_page.respond(request, form_page.fresh(request, price_book.current(), now, language))
    try:
        data = posted.fields(request)
    except posted.Unreadable as reason:
        return refused(str(reason), {})
    with translation.override(posted.language(request, data)):
        action = str(data.get("action") or "send")
        if action in ("add_line", "price") or REMOVE.fullmatch(action):
            return form_page.respond(request, edited(data, action, now))
        return take(request, data, now)


def edited(data: Mapping[str, Any], action: str, now: datetime) -> form_page.Page:
    """The page after one of the basket's buttons, for browsers without the script."""
    lines: list[Mapping[str, str]] = list(posted.typed_lines(data))
    removed = REMOVE.fullmatch(action)
    if removed and int(removed[1]) < len(lines):
        del lines[int(removed[1])]
    if action == "add_line" and len(lines) < forms.MOST_LINES:
        lines.append(form_page.EMPTY_LINE)
    focus = len(lines) - 1 if action == "add_line" else None
    return form_page.typed(data, lines or [form_page.EMPTY_LINE], tokens.Form.of(data, now), now, focus=focus)


def take(request: HttpRequest, data: Mapping[str, Any], now: datetime) -> HttpResponseBase:
    """The quote itself: what is wrong with it, or the hand-over."""
    as_json = posted.wants_json(request)
    try:
        return accept(request, understood(request, data, now), now, as_json=as_json)
    except Wrong as wrong:
        if as_json:
            return refused(attention(wrong.errors), wrong.errors)
        lines = posted.typed_lines(data) or [form_page.EMPTY_LINE]
        form = tokens.Form.of(data, now)
        page = form_page.typed(data, lines, form, now, errors=wrong.errors)
        return form_page.respond(request, page, status=422)


class Wrong(Exception):
    """What is wrong with a quote, by its fields."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Understood:
    """A valid quote: what is asked for, on which form, at which prices."""

    asked: enquiry.Enquiry
    form: tokens.Form
    price_list: PriceList | None

    def first_sent(self, moment: datetime) -> "Understood":
        """The same, as it was when a program sent it first: what that was told is told again."""
        form = tokens.Form.of(self.asked.typed, moment)
        seen = form.price_list(moment) if form.genuine else price_book.current_at(moment)
        return replace(self, form=form, price_list=seen)


def understood(request: HttpRequest, data: Mapping[str, Any], now: datetime) -> Understood:
    """Raises Wrong."""
    form = tokens.Form.of(data, now)
    price_list = form.price_list(now)
    basket = forms.lines(data, price_list)
    person = forms.EnquiryForm(data, region=settings.DEFAULT_REGION)
    if errors := forms.problems(person, basket):
        raise Wrong(errors)
    asked = enquiry.Enquiry(
        person=person.cleaned_data,
        lines=basket.filled(),
        typed=data,
        language=translation.get_language() or "en",
        visitor_id=handover.visitor(request),
        suspect=suspect(request, data, form, now),
    )
    return Understood(asked, form, price_list)


def accept(request: HttpRequest, quote: Understood, now: datetime, *, as_json: bool) -> HttpResponseBase:
    record = enquiry.record(quote.asked, quote.form, quote.price_list, now)
    receipt = intake.submit(record)
    note(record, str(quote.asked.typed.get("page") or ""), receipt.warning)
    # Priced anew, it may not be what is stored: nobody is told another total than the quote's own page tells.
    sure = quote.form.age(now) <= tokens.PRICES_HOLD or not posted.sent_before(quote.asked.typed)
    return handover.respond(request, record, warning=receipt.warning, as_json=as_json, total_known=sure)


def note(record: SubmissionRecord, page: str, warning: str | None) -> None:
    """Tell telemetry, which ties this to the page's own events: a basket that was sent is not abandoned."""
    told = {"lines": len(record.products), "currency": record.currency}
    if record.quote_total is not None:
        told["total"] = str(record.quote_total)
    known = events.page(page)
    telemetry.record("submitted", page=known, language=record.language, data=told)
    if warning:
        telemetry.record(warning, page=known, language=record.language)


def suspect(request: HttpRequest, data: Mapping[str, Any], form: tokens.Form, now: datetime) -> str | None:
    """Why this looks like a bot's, None if it does not."""
    signs = suspects.Signs(
        filled=data,
        seconds=form.age(now).total_seconds() if form.genuine else None,
        cross_site=suspects.cross_site(request.headers, request.get_host(), settings.CSRF_TRUSTED_ORIGINS),
        program=not data.get("token") and not suspects.from_browser(request.headers),
    )
    found = suspects.reason(signs, settings.INTAKE_MINIMUM_SECONDS)
    return found or limit.exceeded(request.META.get("REMOTE_ADDR", ""))


def refused(error: str, fields: Mapping[str, list[str]]) -> JsonResponse:
    """What a program gets for invalid input."""
    answer = {"success": False, "error": error, "fields": fields}
    return JsonResponse(answer, status=422, headers={"Cache-Control": "no-store"})


def attention(errors: Mapping[str, list[str]]) -> str:
    count = len(errors)
    return ngettext("One thing needs your attention", "%(number)s things need your attention", count) % {
        "number": count
    }
