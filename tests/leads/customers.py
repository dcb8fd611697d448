"""A shop with a price list and a customer's form, for the tests of the customer's pages."""

from datetime import UTC, datetime
from decimal import Decimal

from leads.quoting.price_list import PriceBreak, PriceItem, PriceList

NOON = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)  # 12:00 in the shop

LAMINATE = PriceItem(
    "premium-laminate", "Laminates", "Premium laminate", "sq_ft", Decimal("100"),
    breaks=(PriceBreak(Decimal(1000), Decimal("90")),),
    wastage_percent=Decimal(10), tax_percent=Decimal(18), order=1,
)  # fmt: skip
PANEL = PriceItem("wall-panel", "Wall", "Wall panel", "piece", Decimal("450"), order=2)
PRICES = PriceList(7, "INR", NOON, (LAMINATE, PANEL))
DEARER = PriceList(8, "INR", NOON, (PriceItem("wall-panel", "Wall", "Wall panel", "piece", Decimal("500")),))


def filled(*lines: tuple[str, str] | tuple[str, str, str], **changed: str) -> dict[str, str]:
    """The form's fields as Priya sends them; without lines one wall panel."""
    fields = {
        "name": "Priya Sharma",
        "phone": "98201 23456",
        **basket(*(lines or (("wall-panel", "1"),))),
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not None}


def basket(*lines: tuple[str, ...]) -> dict[str, str]:
    fields = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        fields |= {
            f"lines-{number}-{name}": value
            for name, value in zip(("product", "quantity", "notes"), line, strict=False)
        }
    return fields
