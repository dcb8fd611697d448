"""A small shop for the quoting tests: its price list, and strategies that make any other."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from leads.quoting.calculator import LineRequest, Quote, price
from leads.quoting.price_list import UNITS, PriceBreak, PriceItem, PriceList
from leads.quoting.snapshot import build

SECRET = "a secret of the tests"
INDIA = timezone(timedelta(hours=5, minutes=30))
COMPUTED = datetime(2026, 11, 21, 10, 0, tzinfo=INDIA)
VALID_UNTIL = datetime(2026, 12, 21, 23, 59, tzinfo=INDIA)
FOLIO = "7K2M-9XTR-D45"

LAMINATE = PriceItem(
    slug="premium-laminate",
    category="Laminates",
    name="Premium Laminate",
    unit="sq_ft",
    unit_price=Decimal("89"),
    breaks=(PriceBreak(Decimal(1000), Decimal("85.5")),),
    wastage_percent=Decimal("7.5"),
    minimum=Decimal(50),
    step=Decimal("20.5"),
    tax_percent=Decimal(18),
    order=2,
)
LAMP = PriceItem(
    "pendant-lamp", "Lighting", "Pendant Lamp", "piece", Decimal("1999.99"), tax_percent=Decimal(12)
)
PANEL = PriceItem("wall-panel", "Wall", "Designer Wall Panel", "sq_m", Decimal("450.125"), order=1)
PRICES = PriceList(3, "INR", datetime(2026, 11, 1, tzinfo=UTC), (LAMINATE, LAMP, PANEL))


def quote(*lines: tuple[str, str] | tuple[str, str, str], prices: PriceList | None = PRICES) -> Quote:
    return price(prices, [LineRequest(line[0], Decimal(line[1]), *line[2:]) for line in lines])


def snapshot(quote: Quote, folio: str = FOLIO) -> dict[str, object]:
    return build(quote, folio=folio, computed_at=COMPUTED, valid_until=VALID_UNTIL)


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


quantities = decimals("0.001", "1000000", 3)
prices = decimals("0", "100000", 4)
names = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60).filter(
    str.strip
)


@st.composite
def items(draw: st.DrawFn, slug: str = "item") -> PriceItem:
    steps = sorted(draw(st.sets(quantities, max_size=4)))
    falling = sorted((draw(prices) for _ in range(len(steps) + 1)), reverse=True)
    return PriceItem(
        slug=slug,
        category=draw(st.sampled_from(["Flooring", "Wall", "Lighting"])),
        name=draw(names),
        unit=draw(st.sampled_from(UNITS)),
        unit_price=falling[0],
        breaks=tuple(map(PriceBreak, steps, falling[1:])),
        wastage_percent=draw(decimals("0", "100", 2)),
        minimum=draw(decimals("0", "5000", 3)),
        step=draw(decimals("0", "100", 3)),
        tax_percent=draw(decimals("0", "100", 3)),
        order=draw(st.integers(0, 5)),
    )


@st.composite
def price_lists(draw: st.DrawFn) -> PriceList:
    return PriceList(
        version=draw(st.integers(1, 10**6)),
        currency=draw(st.sampled_from(["INR", "USD", "EUR", "JPY", "KWD", "MXN"])),
        published_at=draw(st.datetimes(timezones=st.just(UTC))),
        items=tuple(draw(items(slug=f"item-{number}")) for number in range(draw(st.integers(0, 4)))),
    )


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    listed = draw(price_lists())
    slugs = [item.slug for item in listed.items]
    products = st.one_of(st.sampled_from([*slugs, "unknown"]), names)
    return price(listed, draw(st.lists(st.builds(LineRequest, products, quantities, names), max_size=8)))
