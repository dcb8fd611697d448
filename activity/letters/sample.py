"""A made-up enquiry for the preview of templates: prices as the shop's currency writes them."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from activity.letters.contents import Asked, contents
from activity.letters.letter import Contents
from leads.enquiry import valid_until
from leads.models import Lead
from leads.quoting import folio, snapshot
from leads.quoting.calculator import LineRequest, price
from leads.quoting.price_list import PriceItem, PriceList
from leadsite.keys import new_id

FOLIO = folio.make(b"Leadsite")
ITEMS = (
    PriceItem("laminate", "Laminates", "Premium laminate", "sq_ft", Decimal(110), tax_percent=Decimal(18)),
    PriceItem("panel", "Wall", "Designer wall panel", "sq_ft", Decimal(220), tax_percent=Decimal(18)),
)
LINES = (LineRequest("laminate", Decimal(2000), ""), LineRequest("panel", Decimal(500), ""))


def sample(language: str, *, colleague: str) -> Contents:
    """Priya Sharma, who asked a minute ago."""
    now = timezone.now() - timedelta(minutes=1)
    prices = PriceList(1, settings.CURRENCY, now, ITEMS)
    quote = price(prices, LINES, currency=settings.CURRENCY)
    kept = snapshot.build(quote, folio=FOLIO, computed_at=now, valid_until=valid_until(now))
    lead = Lead(name="Priya Sharma", folio=FOLIO, quote_data=kept)
    return contents(lead, Asked(new_id(), kept, language), colleague=colleague)
