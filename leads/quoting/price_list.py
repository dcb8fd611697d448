"""A published price list: what is sold, by which unit and at which price. Plain values, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TypeVar

from leads.quoting.money import is_currency, plain, round_to

UNITS = ("sq_ft", "sq_m", "running_ft", "piece", "box")
COUNTED = ("piece", "box")  # sold whole: without a step of its own such an item is billed by ones
SMALLEST_STEP = Decimal("0.001")
LARGEST_QUANTITY = Decimal(1_000_000)
LARGEST_PRICE = Decimal(10) ** 12
HUNDRED = Decimal(100)
FORMAT = 1
LARGEST_SLUG, LARGEST_CATEGORY, LARGEST_NAME = 100, 100, 255  # as the database keeps them

T = TypeVar("T")


def _in_range(what: str, value: Decimal, low: Decimal, high: Decimal, decimals: int) -> None:
    if not value.is_finite() or not low <= value <= high:
        raise ValueError(f"{what} must be between {plain(low)} and {plain(high)}, not {value}")
    if value != round_to(value, decimals):
        raise ValueError(f"{what} has at most {decimals} decimals, not {value}")


@dataclass(frozen=True)
class PriceBreak:
    """From this billed quantity on, this price for each unit of the whole line."""

    minimum_quantity: Decimal
    unit_price: Decimal

    def __post_init__(self) -> None:
        _in_range("The quantity of a price break", self.minimum_quantity, SMALLEST_STEP, LARGEST_QUANTITY, 3)
        _in_range("The price of a price break", self.unit_price, Decimal(0), LARGEST_PRICE, 4)


@dataclass(frozen=True)
class PriceItem:
    """One thing for sale. Prices are per unit before tax, percentages are of 100; 0 switches a rule off.

    Breaks rise in quantity and never in price. Anything else is a ValueError.
    """

    slug: str
    category: str
    name: str
    unit: str
    unit_price: Decimal
    breaks: tuple[PriceBreak, ...] = ()
    wastage_percent: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    tax_percent: Decimal = Decimal(0)
    order: int = 0

    def __post_init__(self) -> None:
        for what, text, longest in (
            ("slug", self.slug, LARGEST_SLUG),
            ("category", self.category, LARGEST_CATEGORY),
            ("name", self.name, LARGEST_NAME),
        ):
            if not text.strip() or len(text) > longest:
                raise ValueError(f"The {what} of an item has 1 to {longest} characters, not {text!r}")
        if self.unit not in UNITS:
            raise ValueError(f"{self.slug}: the unit {self.unit!r} is none of {', '.join(UNITS)}")
        _in_range(f"{self.slug}: the unit price", self.unit_price, Decimal(0), LARGEST_PRICE, 4)
        _in_range(f"{self.slug}: the wastage percentage", self.wastage_percent, Decimal(0), HUNDRED, 2)
        _in_range(f"{self.slug}: the tax percentage", self.tax_percent, Decimal(0), HUNDRED, 3)
        _in_range(f"{self.slug}: the minimum", self.minimum, Decimal(0), LARGEST_QUANTITY, 3)
        _in_range(f"{self.slug}: the step", self.step, Decimal(0), LARGEST_QUANTITY, 3)
        self._check_breaks()

    def _check_breaks(self) -> None:
        quantity, price = Decimal(0), self.unit_price
        for step in self.breaks:
            if step.minimum_quantity <= quantity:
                raise ValueError(f"{self.slug}: price breaks must rise in quantity")
            if step.unit_price > price:
                raise ValueError(f"{self.slug}: a larger quantity must not cost more per unit")
            quantity, price = step.minimum_quantity, step.unit_price

    @property
    def billing_step(self) -> Decimal:
        """What a billed quantity is a multiple of; never zero."""
        return self.step or (Decimal(1) if self.unit in COUNTED else SMALLEST_STEP)

    def price_at(self, billed: Decimal) -> Decimal:
        """The price of one unit when so many are billed."""
        reached = [step.unit_price for step in self.breaks if step.minimum_quantity <= billed]
        return reached[-1] if reached else self.unit_price


@dataclass(frozen=True)
class PriceList:
    """One numbered version, immutable once published. `published_at` knows its time zone."""

    version: int
    currency: str
    published_at: datetime
    items: tuple[PriceItem, ...]

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError(f"A price list's version is 1 or more, not {self.version}")
        if not is_currency(self.currency):
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency")
        if self.published_at.tzinfo is None:
            raise ValueError("published_at must know its time zone")
        if len(self._by_slug) != len(self.items):
            raise ValueError("Two items have the same slug")

    @cached_property
    def _by_slug(self) -> dict[str, PriceItem]:
        return {item.slug: item for item in self.items}

    def item(self, slug: str) -> PriceItem | None:
        return self._by_slug.get(slug)

    def categories(self) -> list[tuple[str, list[PriceItem]]]:
        """Items by category as the form shows them; a category stands where its first item does."""
        groups: dict[str, list[PriceItem]] = {}
        for item in sorted(self.items, key=lambda item: (item.order, item.name)):
            groups.setdefault(item.category, []).append(item)
        return list(groups.items())

    def to_json(self) -> dict[str, object]:
        """Plain JSON values; decimals as strings."""
        return {
            "format": FORMAT,
            "version": self.version,
            "currency": self.currency,
            "published_at": self.published_at.isoformat(),
            "items": [_item_to_json(item) for item in self.items],
        }

    @classmethod
    def from_json(cls, data: object) -> "PriceList":
        """The reverse of to_json, from parsed JSON. Anything wrong is a ValueError that names it."""
        fields = _mapping(data)
        if fields.get("format") != FORMAT:
            raise ValueError(f"A price list of format {fields.get('format')!r} is unknown")
        return cls(
            version=_take(fields, "version", int),
            currency=_take(fields, "currency", str),
            published_at=datetime.fromisoformat(_take(fields, "published_at", str)),
            items=tuple(_item_from_json(item) for item in _sequence(fields, "items")),
        )


def _item_to_json(item: PriceItem) -> dict[str, object]:
    return {
        "slug": item.slug,
        "category": item.category,
        "name": item.name,
        "unit": item.unit,
        "unit_price": plain(item.unit_price),
        "breaks": [
            {"minimum_quantity": plain(step.minimum_quantity), "unit_price": plain(step.unit_price)}
            for step in item.breaks
        ],
        "wastage_percent": plain(item.wastage_percent),
        "minimum": plain(item.minimum),
        "step": plain(item.step),
        "tax_percent": plain(item.tax_percent),
        "order": item.order,
    }


def _item_from_json(data: object) -> PriceItem:
    fields = _mapping(data)
    return PriceItem(
        slug=_take(fields, "slug", str),
        category=_take(fields, "category", str),
        name=_take(fields, "name", str),
        unit=_take(fields, "unit", str),
        unit_price=_decimal(fields, "unit_price"),
        breaks=tuple(
            PriceBreak(_decimal(step, "minimum_quantity"), _decimal(step, "unit_price"))
            for step in map(_mapping, _sequence(fields, "breaks"))
        ),
        wastage_percent=_decimal(fields, "wastage_percent"),
        minimum=_decimal(fields, "minimum"),
        step=_decimal(fields, "step"),
        tax_percent=_decimal(fields, "tax_percent"),
        order=_take(fields, "order", int),
    )


def _mapping(data: object) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise ValueError(f"Expected an object, not {type(data).__name__}")
    return data


def _sequence(fields: Mapping[str, object], name: str) -> Sequence[object]:
    return _take(fields, name, list)


def _take(fields: Mapping[str, object], name: str, kind: type[T]) -> T:
    value = fields.get(name)
    # bool is an int to Python, but true is no version number
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{name!r} should be {kind.__name__}, not {value!r}")
    return value


def _decimal(fields: Mapping[str, object], name: str) -> Decimal:
    try:
        return Decimal(_take(fields, name, str))
    except InvalidOperation:
        raise ValueError(f"{name!r} should be a decimal number, not {fields[name]!r}") from None
