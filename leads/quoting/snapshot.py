"""The full record of a calculated quote: complete in itself, and recomputable years later.

A snapshot is plain JSON. Decimals are strings; amounts have as many decimals as `minor_unit` says.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, localcontext

from leads.quoting.calculator import PricedLine, Quote, amounts, bill, check_quantity
from leads.quoting.money import EXACT, plain, round_to
from leads.quoting.price_list import HUNDRED, LARGEST_PRICE, LARGEST_QUANTITY

FORMAT = 1
MOST_DECIMALS = 4  # of any currency
# No exponents: 1e999999999 is short to store and endless to write out.
PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,20})?")

# What a line without a price leaves empty.
PRICE_FIELDS = (
    "wastage_percent",
    "quantity_with_wastage",
    "minimum",
    "step",
    "billed_quantity",
    "list_unit_price",
    "unit_price",
    "discount",
    "tax_percent",
    "net",
    "tax",
    "total",
)


def build(quote: Quote, *, folio: str, computed_at: datetime, valid_until: datetime) -> dict[str, object]:
    """The quote's snapshot. Both times know their zone; `valid_until` is in the shop's, its date is shown."""
    if computed_at.tzinfo is None or valid_until.tzinfo is None:
        raise ValueError("computed_at and valid_until must know their time zone")
    return {
        "format": FORMAT,
        "folio": folio,
        "currency": quote.currency,
        "minor_unit": quote.minor_unit,
        "price_list_version": quote.price_list_version,
        "computed_at": computed_at.isoformat(),
        "valid_until": valid_until.isoformat(),
        "complete": quote.complete,
        "lines": [_line(line) for line in quote.lines],
        "discounts": [
            {"line": number, "kind": "quantity", "amount": str(line.price.discount)}
            for number, line in enumerate(quote.lines, start=1)
            if line.price and line.price.discount
        ],
        "discount_total": str(quote.discount),
        "subtotal": str(quote.subtotal),
        "tax": [
            {"percent": plain(rate.percent), "net": str(rate.net), "amount": str(rate.tax)}
            for rate in quote.tax_rates
        ],
        "tax_total": str(quote.tax),
        "total": str(quote.total),
    }


def _line(line: PricedLine) -> dict[str, object]:
    item, price = line.item, line.price
    head: dict[str, object] = {
        "category": item.category if item else None,
        "product": item.name if item else line.request.product,
        "slug": item.slug if item else None,
        "unit": item.unit if item else None,
        "quantity": plain(line.request.quantity),
        "notes": line.request.notes,
    }
    if price is None:
        return {**head, "rounded": [], **dict.fromkeys(PRICE_FIELDS)}
    return {
        **head,
        "wastage_percent": plain(price.wastage_percent),
        "quantity_with_wastage": plain(price.with_wastage),
        "minimum": plain(price.minimum),
        "step": plain(price.step),
        "billed_quantity": plain(price.billed),
        "rounded": list(price.rounded),
        "list_unit_price": plain(price.list_unit_price),
        "unit_price": plain(price.unit_price),
        "discount": str(price.discount),
        "tax_percent": plain(price.tax_percent),
        "net": str(price.net),
        "tax": str(price.tax),
        "total": str(price.total),
    }


@dataclass(frozen=True)
class Difference:
    """A value that does not follow from the rest of the snapshot: where, as stored, as it should be."""

    path: str
    stored: str
    computed: str

    def __str__(self) -> str:
        return f"{self.path}: stored {self.stored}, computed {self.computed}"


@dataclass(frozen=True)
class Recomputed:
    """The total that follows from the snapshot alone (None: not to be had) and everything that differs."""

    total: Decimal | None
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        return self.total is not None and not self.differences


def recompute(snapshot: object) -> Recomputed:
    """Price the snapshot again by its own rules and prices. A malformed one is reported, never raised."""
    audit = _Audit()
    try:
        with localcontext(EXACT):
            return Recomputed(audit.total(snapshot), tuple(audit.differences))
    except (ValueError, RecursionError) as unreadable:
        broken = Difference("snapshot", "malformed", str(unreadable) or type(unreadable).__name__)
        return Recomputed(None, (*audit.differences, broken))


class _Audit:
    """One walk through a snapshot, noting what differs on the way. Unreadable parts are ValueErrors."""

    def __init__(self) -> None:
        self.differences: list[Difference] = []

    def total(self, snapshot: object) -> Decimal:
        fields = _mapping(snapshot, "snapshot")
        if fields.get("format") != FORMAT:
            raise ValueError(f"format {fields.get('format')!r} is unknown")
        decimals = fields.get("minor_unit")
        if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
            raise ValueError(f"minor_unit {decimals!r}")
        lines = [
            self.line(_mapping(line, f"lines[{number}]"), decimals, f"lines[{number}]")
            for number, line in enumerate(_list(fields, "lines"), start=1)
        ]
        priced = [line for line in lines if line]
        self.totals(fields, priced, decimals)
        self.discounts(fields, lines)
        self.taxes(fields, priced, decimals)
        self.compare("complete", str(fields.get("complete")), str(bool(lines) and len(priced) == len(lines)))
        return sum((line.net + line.tax for line in priced), round_to(Decimal(0), decimals))

    def line(self, fields: Mapping[str, object], decimals: int, path: str) -> "_Line | None":
        quantity = check_quantity(_number(fields, "quantity", LARGEST_QUANTITY))
        if fields.get("unit_price") is None:
            for name in PRICE_FIELDS:
                self.compare(f"{path}.{name}", str(fields.get(name)), "None")
            return None
        rules = [_number(fields, name, HUNDRED) for name in ("wastage_percent", "tax_percent")]
        minimum, step = (_number(fields, name, LARGEST_QUANTITY) for name in ("minimum", "step"))
        if not step:
            raise ValueError(f"{path}.step is zero")
        with_wastage, billed, rounded = bill(quantity, rules[0], minimum, step)
        prices = [_number(fields, name, LARGEST_PRICE) for name in ("unit_price", "list_unit_price")]
        net, tax = amounts(billed, prices[0], rules[1], decimals)
        discount = round_to(billed * prices[1], decimals) - net
        expected = {
            "quantity_with_wastage": with_wastage,
            "billed_quantity": billed,
            "discount": discount,
            "net": net,
            "tax": tax,
            "total": net + tax,
        }
        for name, value in expected.items():
            self.compare_number(f"{path}.{name}", fields.get(name), value)
        self.compare(f"{path}.rounded", str(fields.get("rounded")), str(list(rounded)))
        return _Line(net, tax, discount, rules[1])

    def totals(self, fields: Mapping[str, object], lines: list["_Line"], decimals: int) -> None:
        zero = round_to(Decimal(0), decimals)
        sums: dict[str, Callable[[_Line], Decimal]] = {
            "subtotal": lambda line: line.net,
            "tax_total": lambda line: line.tax,
            "discount_total": lambda line: line.discount,
            "total": lambda line: line.net + line.tax,
        }
        for name, amount in sums.items():
            self.compare_number(name, fields.get(name), sum(map(amount, lines), zero))

    def discounts(self, fields: Mapping[str, object], lines: list["_Line | None"]) -> None:
        stored = [
            f"{entry.get('line')}: {_shown(entry.get('amount'))}" for entry in _mappings(fields, "discounts")
        ]
        computed = [
            f"{number}: {plain(line.discount)}"
            for number, line in enumerate(lines, start=1)
            if line and line.discount
        ]
        self.compare("discounts", str(stored), str(computed))

    def taxes(self, fields: Mapping[str, object], lines: list["_Line"], decimals: int) -> None:
        zero = round_to(Decimal(0), decimals)
        sums: dict[Decimal, tuple[Decimal, Decimal]] = {}
        for line in lines:
            if line.tax_percent:
                net, tax = sums.get(line.tax_percent, (zero, zero))
                sums[line.tax_percent] = (net + line.net, tax + line.tax)
        computed = [[plain(value) for value in (rate, *sums[rate])] for rate in sorted(sums)]
        stored = [
            [_shown(entry.get(name)) for name in ("percent", "net", "amount")]
            for entry in _mappings(fields, "tax")
        ]
        self.compare("tax", str(stored), str(computed))

    def compare_number(self, path: str, stored: object, computed: Decimal) -> None:
        self.compare(path, _shown(stored), plain(computed))

    def compare(self, path: str, stored: str, computed: str) -> None:
        if stored != computed:
            self.differences.append(Difference(path, stored[:200], computed[:200]))


@dataclass(frozen=True)
class _Line:
    net: Decimal
    tax: Decimal
    discount: Decimal
    tax_percent: Decimal


def _mapping(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{path} is no object")
    return value


def _list(fields: Mapping[str, object], name: str) -> list[object]:
    value = fields.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{name} is no list")
    return value


def _mappings(fields: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    return (_mapping(entry, name) for entry in _list(fields, name))


def _number(fields: Mapping[str, object], name: str, largest: Decimal) -> Decimal:
    value = fields.get(name)
    if not isinstance(value, str) or not PLAIN_DECIMAL.fullmatch(value):
        raise ValueError(f"{name} is {str(value)[:40]!r}")
    number = Decimal(value)
    if not 0 <= number <= largest:
        raise ValueError(f"{name} is {value}")
    return number


def _shown(stored: object) -> str:
    """A stored decimal in the form it is compared in; anything else as it stands."""
    if isinstance(stored, str) and PLAIN_DECIMAL.fullmatch(stored):
        return plain(Decimal(stored))
    return repr(stored)
