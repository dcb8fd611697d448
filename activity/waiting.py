"""Waiting for the customer: while it is their turn, no clock runs. A row of the log, begun and ended by hand.

Their next message ends it too, whoever logs it (assignments/sql/clocks_follow.up.sql).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from activity import authors, recorder
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from leads.exceptions import Clash, Conflict


@transaction.atomic
def begin(*, lead_id: UUID, reason: str, actor: Actor, now: datetime, key: UUID | None = None) -> Activity:
    """Raises Refused("gone"), Conflict("waits_already"), AlreadyLogged."""
    workflow.locked(lead_id)
    waits = authors.newest(Activity.objects.waits().filter(lead_id=lead_id))
    if waits and waits.pk != key:
        raise Conflict("waits_already", [begun_by(waits, reason)])
    begun = recorder.record(
        lead_id=lead_id, kind="waiting", message=reason, metadata={"reason": reason}, actor=actor,
        created_at=now, key=key,
    )  # fmt: skip
    workflow.settle_lead(lead_id, now)
    return begun


def begun_by(waits: Activity, why: str) -> Clash:
    return Clash(
        "waiting", "", "pending", waits.status, why, authors.author(waits), waits.created_at, waits.message
    )


@transaction.atomic
def end(*, activity_id: UUID, actor: Actor) -> Activity:
    """Raises Closed, Activity.DoesNotExist."""
    lead_ids = Activity.objects.filter(pk=activity_id, type="waiting").values_list("lead_id", flat=True)
    lead_id = lead_ids.get()
    workflow.locked(lead_id)
    ended = recorder.close(activity_id=activity_id, kind="waiting", status="completed", actor=actor)
    workflow.settle_lead(lead_id, ended.updated_at)
    return ended
