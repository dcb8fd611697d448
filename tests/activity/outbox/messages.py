"""Messages of the cast."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import sending
from activity.outbox.posting import post
from leads.models import Lead
from leadsite.jobs.models import Job

NEHA = Actor("user", "sales_user_5")
PHONE = "+919820000001"


def text(lead: Lead, **changed: Any) -> Activity:
    """An SMS that Neha sends now."""
    said = {
        "channel": "sms", "address": PHONE, "text": "Your samples are here.", "sentence": "Your samples are here.",
        "actor": NEHA, "automatic": False, "now": timezone.now(),
    }  # fmt: skip
    return post(lead_id=lead.pk, **{**said, **changed})


def send(row: Activity) -> list[datetime]:
    """One try; when the next ones are to be."""
    put_off: list[datetime] = []
    sending.send(activity_id=row.pk, again=put_off.append)
    row.refresh_from_db()
    return put_off


def waiting_jobs(row: Activity | UUID) -> int:
    key = row.pk if isinstance(row, Activity) else row
    return Job.objects.filter(task_name="send-message", args__activity_id=str(key), status="todo").count()
