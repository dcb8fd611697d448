"""Approvals: asked for by anyone, decided by a manager with a reason, never by the one who asked."""

from typing import Literal
from uuid import UUID

from django.db import transaction

from activity import recorder
from activity.authors import closing_key
from activity.kinds import Actor
from activity.models import Activity
from activity.sentences import decision
from assignments import workflow
from leads.exceptions import Refused

Verdict = Literal["approved", "rejected"]


@transaction.atomic
def ask(*, lead_id: UUID, what: str, approval_type: str, actor: Actor, key: UUID | None = None) -> Activity:
    """Raises Refused("gone"), AlreadyLogged."""
    workflow.locked(lead_id)
    facts = {"approval_type": approval_type, "requires_manager": True}
    return recorder.record(
        lead_id=lead_id, kind="approval", message=what, actor=actor, metadata=facts, key=key
    )


@transaction.atomic
def decide(
    *, activity_id: UUID, verdict: Verdict, reason: str, actor: Actor, was: str | None = None
) -> Activity:
    """Raises Refused (own_request, needs_reason), Closed, Activity.DoesNotExist."""
    if not reason.strip():
        raise Refused("needs_reason")
    asked = Activity.objects.get(pk=activity_id, type="approval")  # who asked never changes
    if asked.actor_type == "user" and asked.actor_id == actor.id:
        raise Refused("own_request")
    workflow.locked(asked.lead_id)
    decided = recorder.close(
        activity_id=activity_id, kind="approval", status=verdict, actor=actor, outcome=reason.strip(),
        was=was,
    )  # fmt: skip
    recorder.record(
        lead_id=decided.lead_id, kind="note", message=decision(verdict, reason.strip()), actor=actor,
        key=closing_key(activity_id, verdict),
    )  # fmt: skip
    return decided
