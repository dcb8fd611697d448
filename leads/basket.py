"""A basket while it is being filled: what can be priced already, and how each price reads.

The same words serve the page and the script. Texts are in the active language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from leads.forms import QUANTITY_MESSAGES, UNKNOWN_PRODUCT
from leads.quoting.calculator import LinePrice, LineRequest, QuantityError, Quote, price, read_quantity
from leads.quoting.money import format_money, format_quantity
from leads.quoting.price_list import PriceItem, PriceList
from leads.quoting.whatsapp import unit_words

SEPARATOR = " · "
NOTHING = "—"
ONE, SEVERAL = Decimal(1), Decimal(2)


@dataclass(frozen=True)
class Row:
    """A line as typed. `request` is None while there is nothing to price, `error` says what is wrong."""

    typed: Mapping[str, str]
    item: PriceItem | None
    request: LineRequest | None
    error: str

    @classmethod
    def read(cls, typed: Mapping[str, str], price_list: PriceList | None) -> "Row":
        product, quantity = typed["product"].strip(), typed["quantity"].strip()
        item = price_list.item(product) if price_list else None
        if not product or not quantity:
            return cls(typed, item, None, "")
        if price_list and item is None:
            return cls(typed, None, None, str(UNKNOWN_PRODUCT))
        try:
            amount = read_quantity(quantity, get_language() or "en")
        except QuantityError as wrong:
            return cls(typed, item, None, str(QUANTITY_MESSAGES[wrong.code]))
        return cls(typed, item, LineRequest(product, amount, typed["notes"].strip()), "")

    def unit(self) -> str:
        return (
            unit_words(self.item.unit, self.request.quantity if self.request else SEVERAL)
            if self.item
            else ""
        )


@dataclass(frozen=True)
class Basket:
    """Lines and what those that can be priced cost together."""

    rows: tuple[Row, ...]
    quote: Quote

    @classmethod
    def read(cls, typed: Sequence[Mapping[str, str]], price_list: PriceList | None) -> "Basket":
        rows = tuple(Row.read(line, price_list) for line in typed)
        requests = [row.request for row in rows if row.request]
        return cls(rows, price(price_list, requests, currency=settings.CURRENCY))

    def shown(self) -> dict[str, Any]:
        """Amounts as decimals in text and as people read them; `lines` has one entry for every typed line."""
        say = Words(self.quote.currency)
        priced = iter(self.quote.lines)
        lines = [
            say.line(number, row, next(priced).price if row.request else None)
            for number, row in enumerate(self.rows)
        ]
        return {**say.sums(self.quote), "lines": lines}


class Words:
    """Prices in words of the active language."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.language = get_language() or "en"

    def money(self, amount: Decimal) -> str:
        return format_money(amount, self.currency, self.language)

    def number(self, quantity: Decimal) -> str:
        return format_quantity(quantity, self.language, self.currency)

    def amount(self, item: PriceItem, quantity: Decimal) -> str:
        return f"{self.number(quantity)} {unit_words(item.unit, quantity)}"

    def sums(self, quote: Quote) -> dict[str, Any]:
        known = bool(quote.prices)
        label = gettext("Total with tax") if quote.complete or not quote.lines else gettext("Price follows")
        return {
            "currency": quote.currency,
            "complete": quote.complete,
            "subtotal": str(quote.subtotal),
            "tax": str(quote.tax),
            "total": str(quote.total),
            "subtotal_text": self.money(quote.subtotal) if known else NOTHING,
            "tax_text": self.money(quote.tax) if known else NOTHING,
            "saved_text": self.money(quote.discount) if quote.discount else "",
            "total_text": self.money(quote.total) if known else NOTHING,
            "total_label": label,
        }

    def line(self, number: int, row: Row, cost: LinePrice | None) -> dict[str, Any]:
        name = row.item.name if row.item else row.typed["product"].strip()
        shown = {"number": number, "name": name, "unit": row.unit(), "error": row.error}
        if row.request is None:
            return {**shown, "ready": False, "net": None, "why": self.offer(row.item) if row.item else ""}
        if cost is None or row.item is None:
            quantity = self.number(row.request.quantity)
            follows = gettext("Price follows")
            return {
                **shown,
                "ready": True,
                "net": None,
                "net_text": follows,
                "quantity_text": quantity,
                "why": "",
            }
        return {
            **shown,
            "ready": True,
            "net": str(cost.net),
            "net_text": self.money(cost.net),
            "quantity_text": self.amount(row.item, cost.billed),
            "why": self.reasons(row.item, row.request.quantity, cost),
        }

    def offer(self, item: PriceItem) -> str:
        """What one of it costs, before anybody said how many."""
        return self.per_unit(item, item.unit_price)

    def per_unit(self, item: PriceItem, amount: Decimal) -> str:
        unit = unit_words(item.unit, ONE)
        return gettext("%(price)s per %(unit)s") % {"price": self.money(amount), "unit": unit}

    def reasons(self, item: PriceItem, asked: Decimal, cost: LinePrice) -> str:
        """How a price came about: what raised the quantity, the price of one, the next better price."""
        parts = [
            self.raised(item, asked, cost),
            self.per_unit(item, cost.unit_price),
            self.better(item, cost),
        ]
        return SEPARATOR.join(part for part in parts if part)

    def raised(self, item: PriceItem, asked: Decimal, cost: LinePrice) -> str:
        if cost.billed == asked:
            return ""
        causes = {
            "wastage": gettext("%(percent)s%% for cutting") % {"percent": self.number(cost.wastage_percent)},
            "minimum": gettext("smallest order %(quantity)s") % {"quantity": self.number(cost.minimum)},
            "step": gettext("sold in steps of %(quantity)s") % {"quantity": self.number(cost.step)},
        }
        because = ", ".join(causes[name] for name in cost.rounded)
        return gettext("You get %(quantity)s (%(because)s)") % {
            "quantity": self.amount(item, cost.billed),
            "because": because,
        }

    def better(self, item: PriceItem, cost: LinePrice) -> str:
        """The next price break, where there is one ahead."""
        ahead = [step for step in item.breaks if step.minimum_quantity > cost.billed]
        if not ahead:
            return ""
        quantity = (
            f"{self.number(ahead[0].minimum_quantity)} {unit_words(item.unit, ahead[0].minimum_quantity)}"
        )
        return gettext("only %(price)s from %(quantity)s") % {
            "price": self.money(ahead[0].unit_price),
            "quantity": quantity,
        }
