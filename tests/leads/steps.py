"""The steps on a lead as the suite takes them: what a colleague sends, and what it must not do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib.messages import get_messages
from django.test import Client

from activity.models import Activity
from assignments.models import Assignment
from leads.corrections import CORRECTABLE
from leads.models import Lead

LIST = "/admin/leads/lead/"


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def page(lead: Lead) -> str:
    return f"{LIST}{lead.pk}/change/"


def step(lead: Lead, name: str) -> str:
    return f"{LIST}{lead.pk}/{name}/"


def sent(lead: Lead, **facts: object) -> dict[str, object]:
    """What the page of this lead sends with every step."""
    now = Lead.objects.get(pk=lead.pk)
    fields = {f"was_{name}": getattr(now, name) or "" for name in CORRECTABLE}
    was = {"was_status": now.status, "was_owner": now.owner_id or "", **fields}
    return {**was, "seen": now.updated_at.isoformat(), "key": str(uuid4()), **facts}


def on_row(activity: Activity | None, **facts: object) -> dict[str, object]:
    """What a page sends with every step on this row of the log."""
    return {"was_state": activity.status if activity else "", "was_review": "", **facts}


def state() -> tuple[object, ...]:
    """Everything that a step could have changed."""
    return (
        list(Lead.objects.order_by("pk").values_list("pk", "status", "owner", "name", "phone", "email")),
        list(Activity.objects.order_by("pk").values_list("pk", "status")),
        list(Assignment.objects.order_by("pk").values_list("pk", "status")),
    )


def problems(response: object) -> list[str]:
    """Every message of the form that the page shows, in its order."""
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


@dataclass(frozen=True)
class Case:
    """One step: what to send, what it says then, what is wrong with an empty one, what makes it illegal."""

    name: str
    facts: dict[str, object]
    done: str
    bad: dict[str, object]
    wrong: str
    spoil: Callable[[Lead], object]
    refused: str
    permission: str = "leads.work_lead"
    extra: tuple[str, ...] = field(default=())
