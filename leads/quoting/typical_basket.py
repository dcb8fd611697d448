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
    def changes(self) -> bool:
        """Whether the customer would pay something else, or not get a line at all."""
        return any(line.difference is None or line.difference for line in self.lines)

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
    """The median of the baskets that change, and the totals of all of them.

    `example` where nobody has asked for anything yet; where nothing `changed`, the median is of all.
    """

    median: Basket
    count: int
    changed: int
    old: Decimal
    new: Decimal
    example: bool

    @property
    def difference(self) -> Decimal:
        return EXACT.subtract(self.new, self.old)


def effect(quotes: Iterable[object], before: PriceList, after: PriceList) -> Effect | None:
    """The effect on these stored quotes; None where no item is left to make an example of."""
    baskets = [basket for quote in quotes if (basket := repriced(requests(quote), before, after)).compared]
    found = baskets or example(before, after)
    if not found:
        return None
    changed = [basket for basket in found if basket.changes]
    by_size = sorted(changed or found, key=lambda basket: basket.old)
    return Effect(
        median=by_size[(len(by_size) - 1) // 2],
        count=len(baskets),
        changed=len(changed),
        old=sum((basket.old for basket in found), Decimal(0)),
        new=sum((basket.new for basket in found), Decimal(0)),
        example=not baskets,
    )


def example(before: PriceList, after: PriceList) -> list[Basket]:
    """One of each of a few items that both lists have, first of all those that change."""
    both = [item for item in after.items if before.item(item.slug)]
    shown = sorted(both, key=lambda item: before.item(item.slug) == item)[:EXAMPLE_ITEMS]
    wanted = [LineRequest(item.slug, Decimal(1)) for item in shown]
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
