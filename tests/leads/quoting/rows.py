"""Rows of the price list for tests: three things for sale."""

from datetime import UTC, datetime
from decimal import Decimal

from leads.quoting.models import PriceBreak, PriceItem
from leads.quoting.price_list import PriceItem as Item
from leads.quoting.price_list import PriceList

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def laminate(**changed: object) -> PriceItem:
    facts = {
        "slug": "premium-laminate",
        "category": "Laminates",
        "name": "Premium laminate",
        "unit": "sq_ft",
        "unit_price": Decimal("110"),
        "wastage_percent": Decimal("5"),
        "tax_percent": Decimal("18"),
        "order": 10,
    }
    return PriceItem.objects.create(**{**facts, **changed})


def panel(**changed: object) -> PriceItem:
    facts = {"slug": "wall-panel", "category": "Wall", "name": "Wall panel", "unit": "piece"}
    return PriceItem.objects.create(**{**facts, "unit_price": Decimal("450"), "order": 20, **changed})


def with_break(item: PriceItem, quantity: str, price: str) -> PriceBreak:
    return PriceBreak.objects.create(item=item, minimum_quantity=Decimal(quantity), unit_price=Decimal(price))


def price_list(version: int = 1, *, unit_price: str = "110", published_at: datetime = NOW) -> PriceList:
    item = Item("premium-laminate", "Laminates", "Premium laminate", "sq_ft", Decimal(unit_price))
    return PriceList(version, "INR", published_at, (item,))
