"""A visit on a colleague's page: when and where, the customer's link, and the text that shares it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from activity.bookings import links, visit, words
from activity.bookings.words import Letter
from leads.contact_links import DIALLED
from leads.models import Lead
from leads.quoting import whatsapp


@dataclass(frozen=True)
class Card:
    """`share` opens WhatsApp with the text written; `prefilled` is the query of the page that moves it."""

    when: str
    place: str
    staff: str
    status: str
    may_be_answered: bool
    address: str
    calendar: str
    share: str
    prefilled: str


def card(row: Any, lead: Lead, language: str, site: str, now: datetime) -> Card | None:
    """`row` comes with its `goer`. None where nobody can read when the visit is."""
    read = visit.read(row)
    if read is None:
        return None
    staff = row.goer or read.staff_id
    address = links.visit_url(site, read.id, language)
    return Card(
        when=words.when(read.times, "en"),
        place=read.place,
        staff=staff,
        status=read.status,
        may_be_answered=not read.is_over(now),
        address=address,
        calendar=links.calendar_url(site, read.id),
        share=share(lead, Letter(read, lead.name, row.goer or "", address, language)),
        prefilled=prefilled(read),
    )


def share(lead: Lead, letter: Letter) -> str:
    """The chat with the customer, invitation or reminder written; "" without a number to chat with."""
    phone = lead.phone or ""
    if not (phone.startswith("+") and DIALLED.fullmatch(phone)):
        return ""
    pending = letter.visit.status == "pending"
    return whatsapp.link(phone, letter.invitation() if pending else letter.reminder())


def prefilled(read: visit.Visit) -> str:
    minutes = int((read.times.ends_at - read.times.starts_at).total_seconds() // 60)
    facts = {
        "staff": read.staff_id,
        "at": f"{read.times.begins:%Y-%m-%dT%H:%M}",
        "lasts": minutes,
        "timezone": read.times.timezone,
        "place": read.place,
    }
    return urlencode(facts)
