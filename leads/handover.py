"""What follows an accepted quote: the redirect to WhatsApp or its JSON, and what the browser remembers."""

import time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from leads import enquiry, tokens
from leads.intake.record import SubmissionRecord
from leadsite.keys import new_id

VISITOR_COOKIE, VISITOR_SECONDS = "visitor", 365 * 24 * 3600
RECEIPT_COOKIE, RECEIPT_SECONDS = "receipt", 24 * 3600
SEE_OTHER = 303


def visitor(request: HttpRequest) -> UUID:
    """The anonymous visitor's id: the cookie's, or a new one."""
    try:
        return UUID(request.COOKIES.get(VISITOR_COOKIE, ""))
    except ValueError:
        return new_id()


def quote_url(request: HttpRequest, submission_id: UUID) -> str:
    page = reverse("leads:quote", args=[tokens.quote_page(submission_id)])
    return request.build_absolute_uri(page)


def respond(
    request: HttpRequest,
    record: SubmissionRecord,
    *,
    warning: str | None,
    as_json: bool,
    total_known: bool = True,
) -> HttpResponseBase:
    """303 to WhatsApp with the message written, or 201 with the same facts for a program."""
    address = quote_url(request, record.id)
    text = enquiry.message(
        record.quote or {}, customer=record.lead.name, quote_url=address, language=record.language
    )
    link = enquiry.whatsapp_link(text)
    response: HttpResponseBase
    if as_json:
        facts = {
            "success": True,
            "folio": record.folio,
            "total": record.quote_total if total_known else None,
            "currency": record.currency,
            "quote_url": address,
            "whatsapp_url": link,
        }
        response = JsonResponse({**facts, **({"warning": warning} if warning else {})}, status=201)
    else:
        response = HttpResponse(status=SEE_OTHER, headers={"Location": link})
    response.headers["Cache-Control"] = "no-store"
    return remembered(response, record, address)


def remembered(response: HttpResponseBase, record: SubmissionRecord, address: str) -> HttpResponseBase:
    """Who the visitor is for us; and a receipt for the page's script, which empties the basket by it."""
    token = address.rstrip("/").rpartition("/")[2]
    response.set_cookie(
        VISITOR_COOKIE,
        str(record.visitor_id),
        max_age=VISITOR_SECONDS,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
    if record.submitted.get("kept"):
        return response  # sent by the device itself: the page's basket is another one by now
    response.set_cookie(
        RECEIPT_COOKIE,
        f"{token}.{int(time.time())}",
        max_age=RECEIPT_SECONDS,
        secure=settings.SECURE_COOKIES,
        samesite="Lax",
    )
    return response
