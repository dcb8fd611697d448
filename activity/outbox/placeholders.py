"""Placeholders of a template, such as {customer}: which there are, and how they are filled."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEANINGS: Mapping[str, Promise] = {
    "customer": _("the customer’s name"),
    "business": _("the name of the shop"),
    "folio": _("the number of the quote"),
    "total": _("the total of the quote, with tax"),
    "valid_until": _("the last day of the quote"),
    "quote": _("products and prices, on a line of its own"),
    "quote_link": _("the address of the quote’s page"),
    "colleague": _("your name"),
}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BRACED = re.compile(r"\{[^{}]*\}|[{}]")


def unknown(text: str, allowed: frozenset[str]) -> list[str]:
    """What stands in braces and is no placeholder, each once; a brace alone, too."""
    known = {f"{{{name}}}" for name in allowed}
    return [found for found in dict.fromkeys(BRACED.findall(text)) if found not in known]


def names(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """In one pass: what looks like a placeholder in a customer's name stays as it is."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
