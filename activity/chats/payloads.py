"""What a webhook of the Cloud API says: messages of customers and what became of ours. Pure.

Meta adds fields and kinds as it likes, so whatever has another shape than we know is passed over.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leads import phones
from leads.quoting.whatsapp import clean

LONGEST_NAME, LONGEST_ERROR = 255, 300
LONGEST_TIME = 10  # digits: until the year 2286
TOLD = frozenset({"sent", "delivered", "read", "failed"})
PICTURED = {
    "image": "Photo",
    "video": "Video",
    "audio": "Voice message",
    "document": "Document",
    "sticker": "Sticker",
    "contacts": "Contact card",
    "order": "Order from the catalogue",
}

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Message:
    """One message of a customer. `sender` is E.164, `name` the customer's own in WhatsApp or "".

    `is_reaction`: no words, a sign put on an earlier message; nobody waits for an answer to it.
    """

    id: str
    sender: str
    name: str
    sent_at: datetime
    text: str
    is_reaction: bool = False


@dataclass(frozen=True)
class Status:
    """What became of a message of ours, known by Meta's id and by the reference that we gave it."""

    id: str
    status: str
    at: datetime
    error: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Delivery:
    messages: tuple[Message, ...]
    statuses: tuple[Status, ...]


def read(body: bytes, *, number_id: str = "", region: str = "IN") -> Delivery:
    """All that it says of this number of ours, of every number without one. Raises ValueError for no JSON."""
    told = mapping(json.loads(body))
    values = [value for value in changes(told) if concerns(value, number_id)]
    return Delivery(
        tuple(one for value in values for one in messages(value, region)),
        tuple(one for value in values for one in statuses(value)),
    )


def changes(told: Json) -> Iterator[Json]:
    if told.get("object") != "whatsapp_business_account":
        return
    for entry in rows(told, "entry"):
        yield from (
            mapping(row.get("value")) for row in rows(entry, "changes") if row.get("field") == "messages"
        )


def concerns(value: Json, number_id: str) -> bool:
    return not number_id or mapping(value.get("metadata")).get("phone_number_id") == number_id


def messages(value: Json, region: str) -> Iterator[Message]:
    names = {said(row, "wa_id"): said(mapping(row.get("profile")), "name") for row in rows(value, "contacts")}
    for row in rows(value, "messages"):
        sender, at = number(said(row, "from"), region), moment(row)
        if not (said(row, "id") and sender and at):
            continue
        kind = said(row, "type")
        if kind == "system":  # a customer changed their number, which the next message tells anyway
            continue
        name = clean(names.get(said(row, "from"), ""), LONGEST_NAME)
        yield Message(said(row, "id"), sender, name, at, words(row, kind), kind == "reaction")


def statuses(value: Json) -> Iterator[Status]:
    for row in rows(value, "statuses"):
        at = moment(row)
        if said(row, "id") and at and said(row, "status") in TOLD:
            reference = said(row, "biz_opaque_callback_data")
            yield Status(said(row, "id"), said(row, "status"), at, errors(row), reference)


def errors(row: Json) -> str:
    """Why Meta gave up, in its own words and with its number, for who has to look it up."""
    told = next(rows(row, "errors"), {})
    detail = said(mapping(told.get("error_data")), "details") or said(told, "message") or said(told, "title")
    code = told.get("code")
    return clean(f"{detail} ({code})" if code else detail, LONGEST_ERROR) if told else ""


def words(row: Json, kind: str) -> str:
    """The message as a colleague reads it; what has no words is named in brackets."""
    inner = mapping(row.get(kind))
    match kind:
        case "text":
            return said(inner, "body") or "[Empty message]"
        case "button":
            return said(inner, "text") or "[A button]"
        case "interactive":
            chosen = mapping(inner.get(said(inner, "type")))
            return said(chosen, "title") or "[A choice]"
        case "reaction":
            return said(inner, "emoji")
        case "location":
            return location(inner)
    if kind not in PICTURED:
        return "[A message that only the WhatsApp app can show]"
    told = said(inner, "caption") or said(inner, "filename")
    return f"[{PICTURED[kind]}] {told}".rstrip()


def location(inner: Json) -> str:
    named = ", ".join(filter(None, (said(inner, "name"), said(inner, "address"))))
    place = f"{inner.get('latitude')}, {inner.get('longitude')}"
    return f"[Place] {named} ({place})" if named else f"[Place] {place}"


def number(written: str, region: str) -> str:
    """E.164 of what Meta calls a wa_id: digits with their country code, which not every library knows."""
    digits = written.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 18):
        return ""
    try:
        return phones.normalise(f"+{digits}", region)
    except ValueError:
        return f"+{digits}"


def moment(row: Json) -> datetime | None:
    """Seconds since 1970, which Meta writes as a text."""
    written = str(row.get("timestamp", ""))
    if not (written.isascii() and written.isdigit() and len(written) <= LONGEST_TIME):
        return None
    return datetime.fromtimestamp(int(written), UTC)


def said(row: Json, name: str) -> str:
    """A text without what no database takes: NUL and half characters."""
    value = row.get(name)
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "replace").decode().strip()


def mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def rows(value: Json, name: str) -> Iterator[Json]:
    found = value.get(name)
    yield from (row for row in found if isinstance(row, dict)) if isinstance(found, list) else ()
