"""What lists say of a stored quote. Other programs may have written it: nothing is taken for granted."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language, gettext

from leads.quoting.money import format_money

NOTHING = "–"
NAMED = 2  # products; the others are counted
LONGEST_NAME = 60


def money(amount: Decimal | None, currency: str) -> str:
    """A dash for no amount, for one that is no number, and in a currency that there is not."""
    if amount is None or not amount.is_finite():
        return NOTHING
    try:
        return format_money(amount, currency, get_language() or "en")
    except (InvalidOperation, ValueError):
        return NOTHING


def total(snapshot: object) -> str:
    """The total as its reader writes money, a dash where there is none."""
    if not isinstance(snapshot, dict):
        return NOTHING
    try:
        return money(Decimal(str(snapshot["total"])), str(snapshot["currency"]))
    except (KeyError, InvalidOperation):
        return NOTHING


def products(snapshot: object) -> str:
    """What was asked for, in short: "Premium laminate, Wall panel + 3"."""
    lines = snapshot.get("lines") if isinstance(snapshot, dict) else None
    names = list(dict.fromkeys(filter(None, map(_product, lines if isinstance(lines, list) else ()))))
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return gettext("%(products)s + %(more)d") % {"products": shown, "more": more} if more > 0 else shown


def _product(line: object) -> str:
    name = line.get("product") if isinstance(line, dict) else None
    return name[:LONGEST_NAME] if isinstance(name, str) else ""
