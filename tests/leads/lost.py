"""Quotes whose customers reached WhatsApp, and whose record is elsewhere or lost."""

from datetime import datetime, timedelta
from decimal import Decimal

from leads import enquiry, tokens
from leads.enquiry import Enquiry
from leads.intake.record import SubmissionRecord
from leads.quoting import publishing
from leads.quoting.price_list import PriceList
from leadsite.keys import new_id
from tests.leads.quoting.rows import NOW, laminate, panel

ASKED = NOW + timedelta(hours=1)
PHONE = "+919820123456"
BASKET = (("premium-laminate", "20", "matt, please"), ("wall-panel", "2", ""))


def published() -> PriceList:
    """The list that the form priced by, in the database as it was then."""
    laminate()
    panel()
    return publishing.publish(actor=None, now=NOW).value()


def quoted(
    prices: PriceList | None,
    *lines: tuple[str, str, str],
    now: datetime = ASKED,
    name: str = "Priya Sharma",
    language: str = "en",
) -> tuple[SubmissionRecord, str]:
    """A submission as the form makes it, and the message that its customer sends."""
    basket = [
        {"product": product, "quantity": Decimal(quantity), "notes": notes}
        for product, quantity, notes in (lines or BASKET)
    ]
    asked = Enquiry({"name": name, "phone": PHONE}, basket, {}, language, new_id(), None)
    form = tokens.Form.of({"token": tokens.issue(now - timedelta(minutes=3), prices)}, now)
    record = enquiry.record(asked, form, prices, now)
    address = f"https://shop.example/q/{tokens.quote_page(record.id)}/"
    return record, enquiry.message(record.quote, customer=name, quote_url=address, language=language)
