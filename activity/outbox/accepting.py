"""What follows when a provider took a message, in the transaction that has locked the lead."""

from datetime import datetime

from activity.models import Activity
from activity.recorder import learn
from assignments import workflow


def accept(activity: Activity, provider_id: str, *, now: datetime, status: str = "sent") -> Activity:
    """It is under way; a colleague's own answers the customer as of when they sent it. Raises Closed."""
    facts = {"provider_id": provider_id} if provider_id else {}
    row = learn(activity_id=activity.pk, kind=activity.type, status=status, facts=facts)
    automatic = (row.metadata or {}).get("automatic") is True
    if row.actor_type == "user" and not automatic:
        workflow.sent(lead_id=activity.lead_id, at=activity.created_at, now=now)
    else:
        workflow.settle_lead(activity.lead_id, now)
    return row
