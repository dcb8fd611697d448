"""The steps on a lead as the suite takes them: what a colleague sends, and what it must not do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib.messages import get_messages
from django.test import Client

from activity.models import Activity
from assignments.models import Assignment
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


def version(lead: Lead) -> str:
    return Lead.objects.get(pk=lead.pk).updated_at.isoformat()


def sent(lead: Lead, **facts: object) -> dict[str, object]:
    """What the page of this lead sends with every step."""
    return {"version": version(lead), "seen": version(lead), "key": str(uuid4()), **facts}


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
