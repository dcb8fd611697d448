"""What a colleague wants others to know about a lead."""

from uuid import UUID

from django.db import transaction

from activity import recorder
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow


@transaction.atomic
def write(*, lead_id: UUID, text: str, actor: Actor, key: UUID | None = None) -> Activity:
    """Raises Refused("gone"), AlreadyLogged."""
    workflow.locked(lead_id)
    return recorder.record(lead_id=lead_id, kind="note", message=text, actor=actor, key=key)
