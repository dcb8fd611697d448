"""The list behind a figure."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from leadsite.dashboard.periods import Days


def leads(
    *,
    view: str = "",
    status: str = "",
    source: str = "",
    category: str = "",
    days: Days | None = None,
) -> str:
    """The list of leads: a saved view, or a filter; `days` are the first and the last, both included."""
    words: dict[str, Any] = {"view": view, "status": status, "source": source, "category": category}
    if days:
        words |= {"from": days[0].isoformat(), "to": days[1].isoformat()}
    asked = urlencode({name: value for name, value in words.items() if value})
    return reverse("admin:leads_lead_changelist") + (f"?{asked}" if asked else "")


def lead(lead_id: object) -> str:
    return reverse("admin:leads_lead_change", args=[lead_id])


def follow_ups(*, everybodys: bool) -> str:
    """The page of follow-ups: of all who see every lead, everybody's; else one's own."""
    return reverse("admin:activity_follow_ups") + ("?whose=everybodys" if everybodys else "")


def approvals() -> str:
    return reverse("admin:activity_approvals")
