"""Reads what a browser or a program sends, as the form's fields, whichever way it was written."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils import translation

from leads.forms import LONE_SURROGATE, MOST_LINES

LINE_FIELDS = ("product", "quantity", "notes")
UTM_TAGS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id")
DEFAULT_SOURCE = "website_form"
ESTIMATE = re.compile(r"[A-Z]{3} [0-9]{1,20}(\.[0-9]{1,4})?")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f]")


class Unreadable(Exception):
    """The body is not what its content type says."""


def fields(request: HttpRequest) -> Mapping[str, Any]:
    """The posted fields by name, lines as `lines-0-product` and so on. Raises Unreadable."""
    if request.content_type == "application/json":
        return from_json(request.body)
    try:
        return request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        raise Unreadable("The body is not a form that can be read") from None


def from_json(body: bytes) -> dict[str, str]:
    """{"name": …, "lines": [{"product", "quantity", "notes"}]} or the form's own flat names."""
    try:
        found = json.loads(body, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("The body is not a JSON object")
    lines = found.pop("lines", None)
    flat = {str(name): text(value) for name, value in found.items()}
    return flat if lines is None else {**flat, **flat_lines(lines)}


def flat_lines(lines: object) -> dict[str, str]:
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise Unreadable("lines is not a list of objects")
    flat = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines[: MOST_LINES + 1]):
        flat |= {f"lines-{number}-{name}": text(line.get(name)) for name in LINE_FIELDS}
    return flat


def text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value
    raise Unreadable("A field is a text or a number")


def wants_json(request: HttpRequest) -> bool:
    if request.content_type == "application/json":
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def chosen_language(data: Mapping[str, Any]) -> str:
    """The language that the customer picked on the page (`lang`), if it is one of ours."""
    chosen = str(data.get("lang") or "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def language(request: HttpRequest, data: Mapping[str, Any]) -> str:
    """The language picked on the page, else the browser's."""
    return chosen_language(data) or translation.get_language() or "en"


def word(value: object, longest: int) -> str:
    """A value out of a link: whatever it holds, it never keeps a customer from sending the form."""
    return LONE_SURROGATE.sub("", UNPRINTABLE.sub("", str(value or ""))).strip()[:longest]


def source(data: Mapping[str, Any]) -> str:
    return word(data.get("source"), 100) or DEFAULT_SOURCE


def utm(data: Mapping[str, Any]) -> dict[str, str]:
    """The campaign's tags that are there, each cut to 200 characters."""
    tags = {tag: word(data.get(tag), 200) for tag in UTM_TAGS}
    return {tag: value for tag, value in tags.items() if value}


def kept(data: Mapping[str, Any]) -> dict[str, str]:
    """When a device without a connection kept the quote, by its own clock, and the total it told."""
    at, estimate = said_at(data.get("kept_at")), str(data.get("kept_estimate") or "")
    if at is None:
        return {}
    known = {"estimate": estimate} if ESTIMATE.fullmatch(estimate) else {}
    return {"at": at.isoformat(timespec="seconds"), **known}


def sent_before(data: Mapping[str, Any]) -> bool:
    """Whether a device sent this before and got no answer: the shop may have it already."""
    return data.get("kept_tried") == "1"


def said_at(value: object) -> datetime | None:
    """A moment that a device claims, in UTC."""
    try:
        moment = datetime.fromisoformat(str(value or "")[:40])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def prefilled(query: QueryDict) -> list[dict[str, str]]:
    """The basket that a link asks for: `?product=slug&quantity=20`, several times if it likes."""
    products = [word(product, 255) for product in query.getlist("product")[:MOST_LINES]]
    quantities = [word(quantity, 40) for quantity in query.getlist("quantity")[:MOST_LINES]]
    quantities += [""] * (len(products) - len(quantities))
    return [
        {"product": product, "quantity": quantity, "notes": ""}
        for product, quantity in zip(products, quantities, strict=False)
    ]


def typed_lines(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The lines as they were typed, empty ones too, however many the form says it has."""
    try:
        count = int(data.get("lines-TOTAL_FORMS") or 0)
    except ValueError:
        count = 0
    return [
        {name: str(data.get(f"lines-{number}-{name}") or "") for name in LINE_FIELDS}
        for number in range(max(0, min(count, MOST_LINES + 1)))
    ]
