"""What a new price list means for customers: the newest quotes, priced by the old list and by the new one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from leads.quoting.calculator import LineRequest, PricedLine, QuantityError, price
from leads.quoting.money import EXACT
from leads.quoting.price_list import PriceList

QUOTES = 50
EXAMPLE_ITEMS = 3


@dataclass(frozen=True)
class Line:
    """A line with its tax by either list; None where that list does not have the product."""

    product: str
    quantity: Decimal
    unit: str
    old: Decimal | None
    new: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.old is None or self.new is None else EXACT.subtract(self.new, self.old)


@dataclass(frozen=True)
class Basket:
    """One customer's lines, priced twice. Totals leave out lines that one of the lists does not have."""

    lines: tuple[Line, ...]

    @property
    def compared(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.difference is not None)

    @property
    def old(self) -> Decimal:
        return sum((line.old for line in self.compared if line.old is not None), Decimal(0))

    @property
    def new(self) -> Decimal:
        return sum((line.new for line in self.compared if line.new is not None), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return EXACT.subtract(self.new, self.old)


@dataclass(frozen=True)
class Effect:
    """The median basket, and the totals of all of them; `example` where nobody has asked for anything yet."""

    median: Basket
    count: int
    old: Decimal
    new: Decimal
    example: bool

    @property
    def difference(self) -> Decimal:
        return EXACT.subtract(self.new, self.old)


def effect(quotes: Iterable[object], before: PriceList, after: PriceList) -> Effect | None:
    """The effect on these stored quotes; None where no item is left to make an example of."""
    baskets = [basket for quote in quotes if (basket := repriced(requests(quote), before, after)).compared]
    found = sorted(baskets or example(before, after), key=lambda basket: basket.old)
    if not found:
        return None
    return Effect(
        median=found[(len(found) - 1) // 2],
        count=len(baskets),
        old=sum((basket.old for basket in found), Decimal(0)),
        new=sum((basket.new for basket in found), Decimal(0)),
        example=not baskets,
    )


def example(before: PriceList, after: PriceList) -> list[Basket]:
    """One of each of the first items that both lists have."""
    both = [item.slug for item in after.items if before.item(item.slug)][:EXAMPLE_ITEMS]
    wanted = [LineRequest(slug, Decimal(1)) for slug in both]
    return [repriced(wanted, before, after)] if wanted else []


def requests(quote: object) -> list[LineRequest]:
    """What a stored quote asked for by slug; other programs may have written it, or it had no prices."""
    lines = quote.get("lines") if isinstance(quote, Mapping) else None
    found = (request(line) for line in lines) if isinstance(lines, list) else ()
    return [one for one in found if one]


def request(line: object) -> LineRequest | None:
    if not isinstance(line, Mapping) or not isinstance(line.get("slug"), str):
        return None
    try:
        return LineRequest(line["slug"], Decimal(str(line.get("quantity"))))
    except (InvalidOperation, QuantityError):
        return None


def repriced(wanted: Iterable[LineRequest], before: PriceList, after: PriceList) -> Basket:
    wanted = list(wanted)
    pairs = zip(price(before, wanted).lines, price(after, wanted).lines, strict=True)
    return Basket(tuple(line(old, new) for old, new in pairs if old.item or new.item))


def line(old: PricedLine, new: PricedLine) -> Line:
    item = new.item or old.item
    return Line(
        product=item.name if item else old.request.product,
        quantity=old.request.quantity,
        unit=item.unit if item else "",
        old=old.price.total if old.price else None,
        new=new.price.total if new.price else None,
    )
