"""From a valid form to what is stored and to the WhatsApp message; all follows from form and payload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from leads import posted, tokens
from leads.intake.record import LeadFacts, ProductLine, SubmissionRecord
from leads.quoting import identity, snapshot, whatsapp
from leads.quoting.calculator import LineRequest, PricedLine, price
from leads.quoting.money import plain
from leads.quoting.price_list import PriceList

VALID_FOR = timedelta(days=15)
CONTACT = ("name", "phone", "email", "company", "role", "location", "message")
STORED_IN = "en"
UNKNOWN_CATEGORY = "Other"  # of lines taken as typed while there is no price list


@dataclass(frozen=True)
class Enquiry:
    """A valid enquiry: cleaned values, the lines, and what the customer typed."""

    person: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    typed: Mapping[str, Any]
    language: str
    visitor_id: UUID
    suspect: str | None

    def payload(self) -> bytes:
        """What makes two posts of one form the same enquiry."""
        person = {name: self.person.get(name) or "" for name in CONTACT}
        lines = [{name: line[name] for name in posted.LINE_FIELDS} for line in self.lines]
        return identity.canonical_payload({**person, "source": posted.source(self.typed), "lines": lines})

    def submitted(self) -> dict[str, Any]:
        """Everything the customer typed, as it was typed; `kept` where their device had to wait with it."""
        person = {name: str(self.typed.get(name) or "") for name in CONTACT}
        kept = posted.kept(self.typed)
        return {
            **person,
            "lines": posted.typed_lines(self.typed),
            "language": self.language,
            **({"kept": kept} if kept else {}),
        }


def record(
    enquiry: Enquiry, form: tokens.Form, price_list: PriceList | None, now: datetime
) -> SubmissionRecord:
    """The enquiry as it is spooled and stored, priced and with its identity."""
    payload = enquiry.payload()
    who = form.identify(payload)
    requests = [LineRequest(line["product"], line["quantity"], line["notes"]) for line in enquiry.lines]
    quote = price(price_list, requests, currency=settings.CURRENCY)
    return SubmissionRecord(
        id=who.id,
        folio=who.folio,
        token=form.text if form.genuine else "",
        payload_hash=identity.payload_hash(payload),
        submitted_at=now,
        visitor_id=enquiry.visitor_id,
        language=enquiry.language,
        lead=LeadFacts(**person(enquiry.person), source=posted.source(enquiry.typed)),
        products=tuple(product(line) for line in quote.lines),
        submitted=enquiry.submitted(),
        quote=snapshot.build(
            quote, folio=who.folio, computed_at=now, valid_until=valid_until(form.moment(now))
        ),
        quote_total=quote.total if quote.complete else None,
        currency=quote.currency,
        suspect=enquiry.suspect,
        utm=posted.utm(enquiry.typed),
    )


def person(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cleaned.get(name) or None for name in CONTACT}


def valid_until(moment: datetime) -> datetime:
    """The end of the last day on which the shop keeps to the quote."""
    day = moment.astimezone(ZoneInfo(settings.TIME_ZONE)) + VALID_FOR
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def product(line: PricedLine) -> ProductLine:
    """A line as `lead_products` keeps it, its unit in English: other programs read it."""
    item, asked = line.item, line.request
    with translation.override(STORED_IN):
        unit = whatsapp.unit_words(item.unit, asked.quantity) if item else ""
    return ProductLine(
        category=item.category if item else UNKNOWN_CATEGORY,
        product=item.name if item else asked.product,
        quantity=f"{plain(asked.quantity)} {unit}".rstrip(),
        notes=asked.notes,
    )


def message(kept: Mapping[str, Any], *, customer: str, quote_url: str, language: str) -> str:
    """The WhatsApp text of a stored quote: the same whenever it is asked for."""
    return whatsapp.message(
        kept,
        business=settings.BUSINESS_NAME,
        customer=customer,
        quote_url=quote_url,
        language=language,
        secret=settings.SECRET_KEY,
    )


def whatsapp_link(text: str) -> str:
    return whatsapp.link(settings.WHATSAPP_NUMBER, text)
