"""What the placeholders of a letter to this customer stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import translation

from activity.letters.letter import Contents
from leads import quote_check, quote_page, tokens
from leads.models import Lead, Submission
from leads.quoting.whatsapp import clean

LONGEST_NAME, LONGEST_PRODUCT = 60, 80
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/+", re.IGNORECASE)
INNER_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")


@dataclass(frozen=True)
class Asked:
    """The enquiry that a letter is about: its quote page, its quote, the language it came in."""

    id: UUID | None
    quote: Any
    language: str


def newest(lead: Lead) -> Asked:
    """What the customer asked for last; a lead without the form has its own quote, and speaks English."""
    rows = Submission.objects.genuine().filter(lead=lead).order_by("-received_at", "-id")
    row: Any = rows.annotate(spoken=KT("submitted__language")).first()
    if row is None:
        return Asked(None, lead.quote_data, settings.LANGUAGE_CODE)
    return Asked(row.pk, row.quote or lead.quote_data, known_language(row.spoken))


def known_language(written: object) -> str:
    return str(written) if written in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def contents(lead: Lead, asked: Asked, *, colleague: str = "") -> Contents:
    """In the customer's language, whoever reads it first."""
    with translation.override(asked.language):
        quote = read(asked.quote)
        return Contents(
            values={
                "customer": unlinked(lead.name, LONGEST_NAME),
                "business": settings.BUSINESS_NAME,
                "folio": quote.get("folio") or lead.folio or "",
                "total": quote.get("total", ""),
                "valid_until": valid_until(asked),
                "quote_link": quote_link(asked.id) if quote else "",
                "colleague": colleague,
            },
            language=asked.language,
            quote=quote,
        )


def read(snapshot: object) -> dict[str, Any]:
    """The quote in the active language; empty for none. What customers typed into it is made harmless."""
    quote = quote_check.read(snapshot)
    if quote is None:
        return {}
    lines = [{**line, "product": unlinked(str(line["product"]), LONGEST_PRODUCT)} for line in quote["lines"]]
    return {**quote, "lines": lines}


def valid_until(asked: Asked) -> str:
    written = asked.quote.get("valid_until") if isinstance(asked.quote, Mapping) else None
    try:
        return quote_page.day(datetime.fromisoformat(written), asked.language) if written else ""
    except (TypeError, ValueError, OverflowError):
        return ""


def quote_link(submission_id: UUID | None) -> str:
    """Nothing where nobody said under which address customers reach the site."""
    if submission_id is None or not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL + reverse("leads:quote", args=[tokens.quote_page(submission_id)])


def unlinked(text: str, longest: int) -> str:
    """One line that no mail program makes a link of: anybody may type anybody's address into our form."""
    return clean(INNER_DOT.sub(". ", SCHEME.sub("", text)), longest)
