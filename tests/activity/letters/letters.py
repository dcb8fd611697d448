"""Letters of the cast."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import sending
from activity.outbox.posting import post
from leads.models import Lead
from tests.leads.facts import lead

NEHA = Actor("user", "sales_user_5")
ADDRESS = "canary@example.com"


def customer(**changed: Any) -> Lead:
    return lead(**{"email": ADDRESS, **changed})


def letter(row: Lead, **changed: Any) -> Activity:
    """An e-mail that Neha sends now."""
    said: dict[str, Any] = {
        "channel": "email", "address": ADDRESS, "subject": "Your samples", "text": "They are here.",
        "html": "<p>They are here.</p>", "sentence": "Your samples: they are here.", "actor": NEHA,
        "automatic": False, "now": timezone.now(),
    }  # fmt: skip
    return post(lead_id=row.pk, **{**said, **changed})


def send(row: Activity) -> list[datetime]:
    """One try; when the next ones are to be."""
    put_off: list[datetime] = []
    sending.send(activity_id=row.pk, again=put_off.append)
    row.refresh_from_db()
    return put_off


def facts(row: Activity) -> dict[str, Any]:
    row.refresh_from_db()
    return dict(row.metadata or {})
