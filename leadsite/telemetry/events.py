"""What the page may tell: names, and what each may say. Everything else is left out, never stored."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from leadsite.logs import masked

PAGE = re.compile(r"[A-Za-z0-9_-]{8,64}")
SLUG = re.compile(r"[a-z0-9-]{1,100}")
CURRENCY = re.compile(r"[A-Z]{3}")
CAMPAIGN = re.compile(r"[\w .:/+-]{1,100}")
MOST_PRODUCTS = 50

Reader = Callable[[object], Any]


def count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000 else None


def amount(value: object) -> str | None:
    try:
        number = Decimal(value) if isinstance(value, str) and len(value) <= 24 else Decimal("NaN")
    except InvalidOperation:
        return None
    return str(value) if number.is_finite() else None


def currency(value: object) -> str | None:
    return value if isinstance(value, str) and CURRENCY.fullmatch(value) else None


def products(value: object) -> list[str] | None:
    if not isinstance(value, list):
        return None
    return [slug for slug in value[:MOST_PRODUCTS] if isinstance(slug, str) and SLUG.fullmatch(slug)]


def place(value: object) -> str | None:
    """Where in the script an error happened or what kind it is; never a person's words."""
    if not isinstance(value, str):
        return None
    return masked(value.replace("\0", "").encode("utf-8", "ignore").decode())[:200]


def campaign(value: object) -> str | None:
    """The name of the campaign that a link carried; one with a phone number or an address in it is none."""
    fits = isinstance(value, str) and CAMPAIGN.fullmatch(value) and masked(value) == value
    return str(value) if fits else None


BASKET: Mapping[str, Reader] = {
    "lines": count,
    "total": amount,
    "currency": currency,
    "products": products,
    "campaign": campaign,
}
EVENTS: Mapping[str, Mapping[str, Reader]] = {
    "form_viewed": {"milliseconds": count},
    "basket_priced": BASKET,
    "submitted": {"lines": count, "total": amount, "currency": currency},
    "handed_over": {"milliseconds": count},
    "db_down": {},
    "client_error": {"kind": place, "at": place},
}


def read(name: str, said: object) -> dict[str, Any]:
    """The facts of an event that it may hold and that make sense. Raises KeyError for an unknown name."""
    readers = EVENTS[name]
    given = said if isinstance(said, Mapping) else {}
    facts = {key: reader(given[key]) for key, reader in readers.items() if key in given}
    return {key: value for key, value in facts.items() if value is not None}


def page(value: object) -> str | None:
    return value if isinstance(value, str) and PAGE.fullmatch(value) else None
