"""Django's lists as cards on a phone: each cell says which column it is of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()
CELL = "<td"


@register.filter
def labelled(cells: Iterable[SafeString], headers: Iterable[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row as Django's list makes them, with their headers' texts as data-label."""
    return [
        cell if "action-checkbox" in header.get("class_attrib", "") else with_label(cell, header["text"])
        for cell, header in zip(cells, headers, strict=True)
    ]


def with_label(cell: SafeString, text: str) -> SafeString:
    """A row's own header needs none: it is the card's title."""
    if not cell.startswith(CELL):
        return cell
    label = format_html('<td data-label="{}"', capfirst(text))
    return label + SafeString(cell.removeprefix(CELL))
