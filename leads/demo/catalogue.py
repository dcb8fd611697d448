"""The demo's price list: what an interiors shop in Mumbai sells. Prices in rupees, before tax."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from leads.quoting.models import PriceBreak, PriceItem
from leads.quoting.price_list import PriceItem as Item

TAX = "18"
CUTTING = "5"  # percent lost when boards and panels are cut to a room


class Product(NamedTuple):
    slug: str
    name: str
    unit: str
    price: str
    wastage: str = "0"
    minimum: str = "0"
    step: str = "0"
    breaks: tuple[tuple[str, str], ...] = ()
    tax: str = TAX


CATALOGUE: dict[str, list[Product]] = {
    "Flooring": [
        Product(
            "oak-engineered-wood", "Engineered oak floor", "sq_ft", "385", CUTTING, breaks=(("1000", "360"),)
        ),
        Product("walnut-engineered-wood", "Engineered walnut floor", "sq_ft", "465", CUTTING),
        Product("spc-click-plank", "SPC click plank, waterproof", "sq_ft", "145", CUTTING, "100"),
        Product("vinyl-plank", "Luxury vinyl plank", "sq_ft", "98", CUTTING, "100", breaks=(("1000", "89"),)),
        Product("bamboo-floor", "Strand-woven bamboo floor", "sq_ft", "295", CUTTING),
        Product("vitrified-tile", "Vitrified tile 600 × 1200", "box", "1180", breaks=(("50", "1090"),)),
        Product("carpet-tile", "Carpet tile, box of 20", "box", "3400"),
        Product("teak-skirting", "Teak skirting", "running_ft", "165", CUTTING, step="8"),
    ],
    "Wall": [
        Product(
            "designer-wall-panel",
            "Designer wall panel",
            "sq_ft",
            "220",
            CUTTING,
            breaks=(("300", "205"), ("1000", "190")),
        ),
        Product("fluted-panel", "Fluted charcoal panel", "piece", "1450", breaks=(("20", "1350"),)),
        Product("acoustic-panel", "Acoustic felt panel", "sq_ft", "260"),
        Product("stone-veneer", "Flexible stone veneer", "sq_ft", "310", CUTTING),
        Product("textured-wallpaper", "Textured wallpaper", "sq_ft", "62", "10", "57", "57"),
        Product("mural-wallpaper", "Mural wallpaper, made to measure", "sq_ft", "95", "10", "40"),
        Product("lime-plaster", "Lime plaster finish", "sq_m", "1250", minimum="10"),
        Product("wall-moulding", "Wall moulding", "running_ft", "78", CUTTING, step="8"),
    ],
    "Lighting": [
        Product(
            "led-downlight", "LED downlight 12 W", "piece", "540", breaks=(("25", "495"), ("100", "450"))
        ),
        Product("track-spot", "Track spotlight", "piece", "1650"),
        Product("magnetic-track", "Magnetic track profile", "running_ft", "720", step="3.5"),
        Product("cove-strip", "Cove light strip", "running_ft", "115", step="16.5"),
        Product("pendant-brass", "Brass pendant lamp", "piece", "6800"),
        Product("chandelier-crystal", "Crystal chandelier", "piece", "48500"),
        Product("wall-sconce", "Wall sconce", "piece", "2900", breaks=(("10", "2650"),)),
    ],
    "Laminates": [
        Product(
            "premium-laminate",
            "Premium laminate",
            "sq_ft",
            "110",
            CUTTING,
            breaks=(("500", "102"), ("2000", "95")),
        ),
        Product("matt-laminate", "Matt laminate 1 mm", "sq_ft", "72", CUTTING, "32", "32"),
        Product("acrylic-laminate", "High-gloss acrylic laminate", "sq_ft", "185", CUTTING, "32", "32"),
        Product("veneer-sheet", "Natural veneer sheet", "sq_ft", "140", "8", "32", "32"),
        Product(
            "exterior-hpl", "Exterior compact laminate", "sq_ft", "335", CUTTING, breaks=(("500", "310"),)
        ),
        Product("edge-band", "Edge band", "running_ft", "14", CUTTING, "50", "50", tax="12"),
    ],
}


def rows() -> Iterator[tuple[PriceItem, list[PriceBreak]]]:
    """Every item with its breaks, in order, not yet stored."""
    products = [(category, product) for category, listed in CATALOGUE.items() for product in listed]
    for number, (category, product) in enumerate(products, start=1):
        item = PriceItem(
            slug=product.slug,
            category=category,
            name=product.name,
            unit=product.unit,
            unit_price=Decimal(product.price),
            wastage_percent=Decimal(product.wastage),
            minimum=Decimal(product.minimum),
            step=Decimal(product.step),
            tax_percent=Decimal(product.tax),
            order=10 * number,
        )
        yield (
            item,
            [
                PriceBreak(item=item, minimum_quantity=Decimal(quantity), unit_price=Decimal(price))
                for quantity, price in product.breaks
            ],
        )


def values() -> list[Item]:
    """The items as they would be published."""
    return [item.value(breaks) for item, breaks in rows()]


def stock() -> None:
    """Add the items that the price list does not have yet; what staff have edited stays as it is."""
    there = set(PriceItem.objects.values_list("slug", flat=True))
    new = [(item, breaks) for item, breaks in rows() if item.slug not in there]
    PriceItem.objects.bulk_create(item for item, _ in new)
    PriceBreak.objects.bulk_create(row for _, breaks in new for row in breaks)
