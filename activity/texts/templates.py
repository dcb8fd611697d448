"""Placeholders of an SMS: which there are, and what they stand for."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise

from activity.outbox import placeholders
from leads.models import Lead
from leadsite.accounts.models import User

# The same in activity/sql/text_templates.up.sql.
FILLED = ("customer", "business", "folio", "colleague")
MEANINGS: Mapping[str, Promise] = {name: placeholders.MEANINGS[name] for name in FILLED}


def unknown(text: str) -> list[str]:
    return placeholders.unknown(text, frozenset(MEANINGS))


def filled(text: str, lead: Lead, user: User) -> str:
    values = {
        "customer": lead.name,
        "business": settings.BUSINESS_NAME,
        "folio": lead.folio or "",
        "colleague": user.name,
    }
    return placeholders.fill(text, values)


def example(text: str) -> str:
    """As a customer would read it."""
    return placeholders.fill(text, made_up())


def made_up() -> dict[str, str]:
    """Of a customer."""
    return {
        "customer": "Priya Sharma",
        "business": settings.BUSINESS_NAME,
        "folio": "JG68-FB5Y-SDQ",
        "colleague": "Neha Patel",
    }
