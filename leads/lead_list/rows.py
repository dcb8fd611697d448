"""A lead as the list shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assignments.clocks.time_left import time_left
from assignments.countdown import Countdown
from leads import stored_quote
from leads.models import Lead
from leads.phones import display
from leads.querysets import LeadQuerySet
from leadsite.due_times import ago

SHOWN = ("name", "company", "phone", "email", "status", "created_at", "owner", "quote_data")
OWNER = ("owner__name", "owner__username", "owner__identifier")
REASONS = {
    "honeypot": _("Filled a field that no person sees"),
    "cross_site": _("Sent from another site's page"),
    "no_token": _("Sent without opening the form"),
    "too_fast": _("Filled in faster than anybody types"),
    "flood": _("One of very many from one address"),
    "busy": _("Came when very many came at once"),
}


@dataclass(frozen=True)
class Row:
    lead: Lead
    what: str
    total: str
    owner: str
    ago: str
    phone: str
    due: Countdown | None
    suspicion: str


def rows(leads: Iterable[Lead], now: datetime) -> list[Row]:
    return [row(lead, now) for lead in leads]


def row(lead: Lead, now: datetime) -> Row:
    found: Any = lead  # with what the queryset annotated
    quote = found.newer_quote or lead.quote_data
    return Row(
        lead=lead,
        what=stored_quote.products(quote),
        total=stored_quote.total(quote),
        owner=owner(lead),
        ago=ago(lead.created_at, now),
        phone=display(lead.phone) if lead.phone else "",
        due=due(found, now),
        suspicion=why(getattr(found, "suspicion", None)),
    )


def due(found: Any, now: datetime) -> Countdown | None:
    return time_left(
        deadline=found.deadline,
        hours=found.hours,
        warn_at=found.warn_at,
        on_hold=found.on_hold,
        now=now,
    )


def owner(lead: Lead) -> str:
    """The colleague's name; the identifier where there is no account of it."""
    if lead.owner_id is None:
        return ""
    return str(lead.owner) if lead.owner else lead.owner_id


def why(suspicion: str | None) -> str:
    return str(REASONS.get(suspicion, suspicion)) if suspicion else ""


def listed(leads: LeadQuerySet) -> LeadQuerySet:
    """With everything that a row shows, and nothing else."""
    return leads.with_deadline().with_newer_quote().select_related("owner").only(*SHOWN, *OWNER)
