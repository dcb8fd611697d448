"""Both sides of a conflict in words: "You: Contacted → Qualified", "Neha, 2 min ago: Contacted → Lost"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from activity.sentences import field_name, status_name
from activity.triage import names
from leads.corrections import CORRECTABLE
from leads.exceptions import Author, Clash
from leads.statuses import CustomerRole
from leadsite.accounts.models import User
from leadsite.due_times import ago

LABELS: Mapping[str, Any] = {
    "status": _l("status"), "owner": _l("owner"), "follow_up": _l("follow-up"), "approval": _l("approval"),
    "booking": _l("visit"), "waiting": _l("waiting"), "message": _l("message"), "suspect": _l("enquiry"),
    **names.LABELS,
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, Any]] = {
    "follow_up": {
        "pending": _l("to do"), "completed": _l("done"), "cancelled": _l("cancelled"),
        "snoozed": _l("put off"),
    },
    "approval": {"pending": _l("asked for"), "approved": _l("approved"), "rejected": _l("rejected")},
    "booking": {
        "pending": _l("not answered yet"), "confirmed": _l("confirmed"), "declined": _l("declined"),
        "cancelled": _l("called off"), "moved": _l("moved"),
    },
    "waiting": {"": _l("not waiting"), "pending": _l("waiting for the customer")},
    "message": {
        "failed": _l("failed"), "queued": _l("on its way"), "sent": _l("sent"), "delivered": _l("delivered"),
        "read": _l("read"),
    },
    "suspect": {"": _l("a suspect"), "clear": _l("genuine"), "discard": _l("discarded")},
    "owner": {"": _l("nobody")},
    "role": dict(CustomerRole.choices),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One fact as both sides would have it, and why; `who` did the other and `when`, so long ago."""

    label: str
    seen: str
    wanted: str
    now: str
    why: str
    who: str
    when: str
    because: str
    named: bool  # whether the other is a colleague with a name
    is_field: bool  # one of those that are corrected field by field


def told(clashes: Sequence[Clash], *, user: User, now: datetime) -> list[Told]:
    people = colleagues(clashes)
    return [
        Told(
            label=capfirst(str(LABELS.get(clash.fact) or field_name(clash.fact))),
            seen=value(clash.fact, clash.seen, people),
            wanted=value(clash.fact, clash.wanted, people),
            now=value(clash.fact, clash.now, people),
            why=clash.why,
            who=who(clash.by, user, clash.fact),
            when=ago(clash.at, now) if clash.at else "",
            because=clash.because,
            is_field=clash.fact in CORRECTABLE,
            named=bool(clash.by.name) and clash.by.id != user.identifier,
        )
        for clash in clashes
    ]


def colleagues(clashes: Sequence[Clash]) -> Mapping[str, str]:
    """Names by identifier, of the owners that the clashes speak of."""
    spoken = {
        one for clash in clashes if clash.fact == "owner" for one in (clash.seen, clash.wanted, clash.now)
    }
    return (
        dict(User.objects.filter(identifier__in=spoken).values_list("identifier", "name")) if spoken else {}
    )


def value(fact: str, stored: str, people: Mapping[str, str]) -> str:
    if fact == "status":
        return status_name(stored) or "–"
    if fact in names.NAMES:
        return names.name(fact, stored) or "–"
    word = WORDS.get(fact, {}).get(stored) or people.get(stored) or stored
    return str(word) or "–"


def who(by: Author, user: User, fact: str) -> str:
    if by.type == "user" and by.id == user.identifier:
        return _("You, on another page")
    if by.type == "system" and fact == "booking":
        return _("The customer")
    return by.name or by.id or (_("The system") if by.type == "system" else _("Somebody"))
