"""Cells of the price list's CSV file: what a spreadsheet would run, and price breaks in one cell."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from leads.quoting.money import plain

# A spreadsheet runs a cell that begins so; our own mark before it stands for itself, so nothing is lost.
RUNS = re.compile(r"'*[=+\-@\t\r]")
MARK = "'"
LONGEST_NUMBER = 30
BREAKS, PARTS = ";", ":"

Breaks = tuple[tuple[Decimal, Decimal], ...]


def guarded(cell: str) -> str:
    """The cell as it is written: a text to every spreadsheet."""
    return f"{MARK}{cell}" if RUNS.match(cell) else cell


def unguarded(cell: str) -> str:
    """The reverse of `guarded`. A cell that a person typed comes back as it is."""
    return cell[1:] if cell.startswith(MARK) and RUNS.match(cell) else cell


def number(text: str) -> Decimal:
    """A number with a point for decimals and nothing else in it; a ValueError says so."""
    try:
        found = Decimal(text) if len(text) <= LONGEST_NUMBER and "_" not in text else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValueError(
            _("“%(text)s” is not a number such as 110 or 99.50.") % {"text": text[:LONGEST_NUMBER]}
        )
    return found


def breaks_from(cell: str) -> Breaks:
    """“500:102; 2000:95” as quantity and unit price, smallest quantity first. ValueError: what is wrong."""
    pairs = [part.split(PARTS) for part in cell.split(BREAKS) if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(_("Price breaks are written like 500:102; 2000:95 – quantity, colon, unit price."))
    return tuple(sorted((number(quantity.strip()), number(price.strip())) for quantity, price in pairs))


def breaks_to(breaks: Iterable[tuple[Decimal, Decimal]]) -> str:
    return f"{BREAKS} ".join(f"{plain(quantity)}{PARTS}{plain(price)}" for quantity, price in breaks)
