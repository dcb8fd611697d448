"""What a basket costs: exact, pure, and never trusting a price that came from a browser."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation, localcontext

from leads.quoting.money import EXACT, minor_unit, round_to
from leads.quoting.price_list import HUNDRED, LARGEST_QUANTITY, SMALLEST_STEP, PriceItem, PriceList

ZERO = Decimal(0)


class QuantityError(ValueError):
    """A quantity that cannot be priced. `code` is for the form to translate:

    not_a_number, not_positive, too_large, too_precise.
    """

    def __init__(self, code: str, quantity: object) -> None:
        super().__init__(f"{code}: {quantity}")
        self.code = code


@dataclass(frozen=True)
class LineRequest:
    """A line as the customer typed it: an item's slug or any other text, and how much of it."""

    product: str
    quantity: Decimal
    notes: str = ""

    def __post_init__(self) -> None:
        check_quantity(self.quantity)


@dataclass(frozen=True)
class LinePrice:
    """How the price of a line came about. Quantities in the item's unit, amounts before tax unless said.

    `rounded` names what raised the billed quantity above the requested one: wastage, minimum, step.
    """

    wastage_percent: Decimal
    with_wastage: Decimal
    minimum: Decimal
    step: Decimal
    billed: Decimal
    rounded: tuple[str, ...]
    list_unit_price: Decimal
    unit_price: Decimal
    discount: Decimal
    tax_percent: Decimal
    net: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        """The line with its tax."""
        return EXACT.add(self.net, self.tax)


@dataclass(frozen=True)
class PricedLine:
    """A requested line with its item and price; both are None where the price follows."""

    request: LineRequest
    item: PriceItem | None
    price: LinePrice | None


@dataclass(frozen=True)
class TaxRate:
    percent: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Quote:
    """A priced basket. Totals are sums of lines, each rounded on its own; lines without price add nothing."""

    currency: str
    minor_unit: int
    price_list_version: int | None
    lines: tuple[PricedLine, ...]

    @property
    def prices(self) -> tuple[LinePrice, ...]:
        return tuple(line.price for line in self.lines if line.price)

    @property
    def complete(self) -> bool:
        """Whether there is a line and every line has its price."""
        return bool(self.lines) and len(self.prices) == len(self.lines)

    @property
    def subtotal(self) -> Decimal:
        return self._sum(price.net for price in self.prices)

    @property
    def tax(self) -> Decimal:
        return self._sum(price.tax for price in self.prices)

    @property
    def total(self) -> Decimal:
        return self._sum(price.total for price in self.prices)

    @property
    def discount(self) -> Decimal:
        """What the price breaks saved, already taken off the lines."""
        return self._sum(price.discount for price in self.prices)

    @property
    def tax_rates(self) -> tuple[TaxRate, ...]:
        """Tax by rate, lowest first, rates of nothing left out."""
        rates = sorted({price.tax_percent.normalize() for price in self.prices if price.tax_percent})
        return tuple(
            TaxRate(
                percent=rate,
                net=self._sum(price.net for price in self.prices if price.tax_percent == rate),
                tax=self._sum(price.tax for price in self.prices if price.tax_percent == rate),
            )
            for rate in rates
        )

    def _sum(self, amounts: Iterable[Decimal]) -> Decimal:
        with localcontext(EXACT):
            return sum(amounts, round_to(ZERO, self.minor_unit))


def price(price_list: PriceList | None, requests: Iterable[LineRequest], *, currency: str = "INR") -> Quote:
    """Price the lines by the list; what it does not know, and all without a list, keeps its text unpriced.

    `currency` is the shop's, for when there is no list to say it.
    """
    code = price_list.currency if price_list else currency
    decimals = minor_unit(code)
    return Quote(
        currency=code,
        minor_unit=decimals,
        price_list_version=price_list.version if price_list else None,
        lines=tuple(_price_line(price_list, request, decimals) for request in requests),
    )


def _price_line(price_list: PriceList | None, request: LineRequest, decimals: int) -> PricedLine:
    item = price_list.item(request.product) if price_list else None
    if item is None:
        return PricedLine(request, None, None)
    with localcontext(EXACT):
        return PricedLine(request, item, _line_price(item, request.quantity, decimals))


def _line_price(item: PriceItem, quantity: Decimal, decimals: int) -> LinePrice:
    with_wastage, billed, rounded = bill(quantity, item.wastage_percent, item.minimum, item.billing_step)
    unit_price = item.price_at(billed)
    net, tax = amounts(billed, unit_price, item.tax_percent, decimals)
    return LinePrice(
        wastage_percent=item.wastage_percent,
        with_wastage=with_wastage,
        minimum=item.minimum,
        step=item.billing_step,
        billed=billed,
        rounded=rounded,
        list_unit_price=item.unit_price,
        unit_price=unit_price,
        discount=round_to(billed * item.unit_price, decimals) - net,
        tax_percent=item.tax_percent,
        net=net,
        tax=tax,
    )


def bill(
    quantity: Decimal, wastage_percent: Decimal, minimum: Decimal, step: Decimal
) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    """Quantity with wastage, quantity billed, and what raised it. Up to the minimum, then to a whole step."""
    with localcontext(EXACT):
        with_wastage = quantity * (HUNDRED + wastage_percent) / HUNDRED
        at_least = max(with_wastage, minimum)
        billed = (at_least / step).to_integral_value(ROUND_CEILING) * step
    reasons = (
        ("wastage", with_wastage > quantity),
        ("minimum", at_least > with_wastage),
        ("step", billed > at_least),
    )
    return with_wastage, billed, tuple(name for name, true in reasons if true)


def amounts(
    billed: Decimal, unit_price: Decimal, tax_percent: Decimal, decimals: int
) -> tuple[Decimal, Decimal]:
    """A line's net and tax, each rounded half-up to so many decimals."""
    with localcontext(EXACT):
        net = round_to(billed * unit_price, decimals)
        return net, round_to(net * tax_percent / HUNDRED, decimals)


def check_quantity(quantity: Decimal) -> Decimal:
    """The quantity if it is above 0, at most 1,000,000 and has at most 3 decimals, else QuantityError."""
    if not quantity.is_finite():
        raise QuantityError("not_a_number", quantity)
    if quantity <= 0:
        raise QuantityError("not_positive", quantity)
    if quantity > LARGEST_QUANTITY:
        raise QuantityError("too_large", quantity)
    if quantity < SMALLEST_STEP or quantity != quantity.quantize(SMALLEST_STEP, context=EXACT):
        raise QuantityError("too_precise", quantity)
    return quantity


def read_quantity(text: str, language: str = "en") -> Decimal:
    """The quantity typed: "2,000", "2 000.5", "१२"; in Spanish "2.000", "1,5". Else QuantityError."""
    digits = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text if not sign.isspace()
    )
    if len(digits) > 30 or not digits or set(digits) - set("0123456789.,+-"):
        raise QuantityError("not_a_number", text[:40])
    try:
        return check_quantity(Decimal(_without_grouping(digits, language)))
    except InvalidOperation:
        raise QuantityError("not_a_number", text[:40]) from None


def _without_grouping(digits: str, language: str) -> str:
    """The number with a point for decimals. A sign that could be either is what the language makes of it."""
    group, decimal = (".", ",") if language.startswith("es") else (",", ".")
    if "." in digits and "," in digits:
        group, decimal = sorted(",.", key=digits.rfind)  # the later of the two marks the decimals
    elif group in digits:
        head, *tail = digits.split(group)
        grouped = bool(head) and len(tail[-1]) == 3 and all(len(part) in (2, 3) for part in tail)
        if not grouped and len(tail) > 1:
            raise QuantityError("not_a_number", digits)
        if not grouped:  # "1,5" typed by an English reader, "1.5" by a Spanish one
            group, decimal = decimal, group
    return digits.replace(group, "").replace(decimal, ".")
