"""A stored quote as staff look at it: what it says, whether it adds up, and what it would cost today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from leads import quote_page
from leads.basket import Words
from leads.quoting.calculator import LineRequest, QuantityError, price
from leads.quoting.money import is_currency
from leads.quoting.price_list import PriceList
from leads.quoting.snapshot import Difference, recompute

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, InvalidOperation)


def read(snapshot: object) -> dict[str, Any] | None:
    """The quote in the reader's language; None for none, and for what is no quote of ours."""
    if not isinstance(snapshot, Mapping) or not snapshot.get("lines"):
        return None
    try:
        shown = quote_page.shown(snapshot)
        return {**shown, "folio": str(snapshot["folio"]), "version": snapshot.get("price_list_version")}
    except UNREADABLE:
        return None


@dataclass(frozen=True)
class Compared:
    """One line, or all of them: what it cost with tax, what it costs today, and by how much that is more.

    Texts. `today` is empty where the shop no longer sells it, `more` where the two are the same or one of
    them is not to be had.
    """

    product: str
    quantity: str
    then: str
    today: str
    more: str
    dearer: bool = False


@dataclass(frozen=True)
class Check:
    """`wrong` does not follow from the rest of the snapshot; without `version` nothing was compared."""

    wrong: tuple[Difference, ...]
    version: int | None = None
    lines: tuple[Compared, ...] = ()
    total: Compared | None = None

    @property
    def adds_up(self) -> bool:
        return not self.wrong

    @property
    def same(self) -> bool:
        """Today's prices make the same quote of it."""
        return all(line.today and not line.more for line in self.lines)


def check(snapshot: Mapping[str, Any], today: PriceList | None) -> Check:
    """Recompute the snapshot from itself, then price what was asked for by today's list."""
    wrong = recompute(snapshot).differences
    if today is None or snapshot.get("currency") != today.currency or not is_currency(today.currency):
        return Check(wrong)
    say = Words(today.currency)
    try:
        pairs = [(line, _then(line), _today(line, today)) for line in snapshot["lines"]]
        lines = tuple(_compared(say, line, then, now) for line, then, now in pairs)
        total = _difference(say, _sum(then for _, then, _ in pairs), _sum(now for _, _, now in pairs))
        return Check(wrong, today.version, lines, Compared("", "", *total))
    except UNREADABLE:
        return Check(wrong)


def _then(line: Mapping[str, Any]) -> Decimal | None:
    return None if line["total"] is None else Decimal(line["total"])


def _today(line: Mapping[str, Any], today: PriceList) -> Decimal | None:
    try:
        quantity = Decimal(line["quantity"])
        priced = price(today, [LineRequest(str(line["slug"] or ""), quantity)], currency=today.currency)
    except QuantityError:
        return None
    return priced.total if priced.complete else None


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """None where one is missing: a smaller sum would look like a better price."""
    known = list(amounts)
    return None if None in known else sum(filter(None, known), Decimal(0))


def _compared(say: Words, line: Mapping[str, Any], then: Decimal | None, now: Decimal | None) -> Compared:
    quantity = say.number(Decimal(line["quantity"]))
    return Compared(str(line["product"]), quantity, *_difference(say, then, now))


def _difference(say: Words, then: Decimal | None, now: Decimal | None) -> tuple[str, str, str, bool]:
    texts = ["" if amount is None else say.money(amount) for amount in (then, now)]
    if then is None or now is None or then == now:
        return texts[0], texts[1], "", False
    sign = "+" if now > then else "−"
    return texts[0], texts[1], f"{sign}{say.money(abs(now - then))}", now > then
