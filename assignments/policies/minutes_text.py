"""Lengths of working time as people type them: "30 min", "4 h", "1 h 30 min", "1.5 h", "90"."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

MOST = 60 * 24 * 60  # two months without a break: more is a slip of the keys
NUMBER = r"\d{1,6}(?:[.,]\d{1,2})?"
LENGTH = re.compile(
    rf"(?:({NUMBER})\s*(?:h|hr|hrs|hour|hours))?\s*(?:({NUMBER})\s*(?:m|min|mins|minute|minutes)?)?",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """No length of time, none at all, or far too much: `code` is no_length, too_little or too_much."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(text: str) -> int | None:
    """Minutes; None for nothing, or a dash. Raises Unreadable."""
    typed = text.strip()
    if typed in ("", "-", "–", "—"):
        return None
    found = LENGTH.fullmatch(typed)
    if not found:
        raise Unreadable("no_length")
    hours, minutes = (Decimal((part or "0").replace(",", ".")) for part in found.groups())
    total = hours * 60 + minutes
    if total != int(total) or total < 1:
        raise Unreadable("too_little")
    if total > MOST:
        raise Unreadable("too_much")
    return int(total)


def written(minutes: int | None) -> str:
    """As `read` understands it in English; "" for none."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def spoken(minutes: int | None) -> str:
    return written(minutes) or _("none")
