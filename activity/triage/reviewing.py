"""A colleague's word about advice: agreed with, or overruled field by field."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from activity import recorder
from activity.kinds import Actor
from activity.models import Activity
from activity.triage.judgement import FIELDS
from assignments import workflow
from leads.exceptions import Refused


@transaction.atomic
def review(
    *, result_id: UUID, fields: Mapping[str, str], actor: Actor, now: datetime, key: UUID | None = None
) -> Activity:
    """Log the verdict; deadlines follow the priority that it names.

    `fields` is what a colleague says instead; where nothing differs, the advice is accepted.
    Raises Refused (gone, newer_advice, reviewed_already), AlreadyLogged, Activity.DoesNotExist.
    """
    result = Activity.objects.of_types(["ai_result"]).get(pk=result_id)
    workflow.locked(result.lead_id)
    of_lead = Activity.objects.filter(lead_id=result.lead_id)
    if of_lead.advice()[0].pk != result_id:
        raise Refused("newer_advice")
    facts = result.metadata or {}
    said = {name: value for name, value in fields.items() if name in FIELDS and value != facts.get(name)}
    last = of_lead.reviews_of(result_id).first()
    if last is not None and (last.metadata or {}).get("fields") == said and last.pk != key:
        raise Refused("reviewed_already")
    verdict = "overridden" if said else "accepted"
    logged = recorder.record(
        lead_id=result.lead_id, kind="ai_review", message=told(verdict, said), actor=actor, key=key,
        metadata={"result_id": str(result_id), "verdict": verdict, "fields": said},
    )  # fmt: skip
    workflow.settle_lead(result.lead_id, now)
    return logged


def told(verdict: str, said: Mapping[str, str]) -> str:
    if verdict == "accepted":
        return "Agreed with the advice"
    return f"Overruled the advice: {', '.join(f'{name} {value}' for name, value in said.items())}"
