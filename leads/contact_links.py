"""One tap from a lead to its customer: the addresses that open a call, a chat or an e-mail."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from leads import phones
from leads.models import Lead
from leads.quoting import whatsapp

DIALLED = re.compile(r"\+?[0-9]{5,19}")


@dataclass(frozen=True)
class ContactLinks:
    """Addresses, "" where the customer left none of the kind; `phone` is written to be read."""

    call: str = ""
    chat: str = ""
    mail: str = ""
    phone: str = ""


def contact_links(lead: Lead, language: str) -> ContactLinks:
    """`language` is the one in which the customer asked; the chat opens with a text in it."""
    phone, email = lead.phone or "", lead.email or ""
    if not DIALLED.fullmatch(phone):
        phone = ""
    return ContactLinks(
        call=f"tel:{phone}" if phone else "",
        chat=whatsapp.link(phone, greeting(lead, language)) if phone.startswith("+") else "",
        mail=f"mailto:{quote(email, safe='@')}?subject={quote(subject(lead))}" if email else "",
        phone=phones.display(phone),
    )


def greeting(lead: Lead, language: str) -> str:
    return whatsapp.greeting(
        business=settings.BUSINESS_NAME, customer=lead.name, folio=lead.folio or "", language=language
    )


def subject(lead: Lead) -> str:
    return f"{settings.BUSINESS_NAME} {lead.folio or ''}".strip()
