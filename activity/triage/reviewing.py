"""A colleague's word about advice: agreed with, or overruled field by field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from activity import authors, recorder
from activity.kinds import Actor
from activity.models import Activity
from activity.triage.judgement import FIELDS
from assignments import workflow
from leads.exceptions import Clash, Conflict, Refused


@transaction.atomic
def review(
    *,
    result_id: UUID,
    fields: Mapping[str, str],
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
    was_review: str | None = None,
) -> Activity:
    """Log the verdict; deadlines follow the priority that it names.

    `fields` is what a colleague says instead; where nothing differs, the advice is accepted. `was_review` is
    the id of the last review as they saw it, "" where there was none.
    Raises Refused (gone, reviewed_already), Conflict (newer_advice, changed_meanwhile), AlreadyLogged,
    Activity.DoesNotExist.
    """
    result = Activity.objects.of_types(["ai_result"]).get(pk=result_id)
    workflow.locked(result.lead_id)
    facts = result.metadata or {}
    said = {name: value for name, value in fields.items() if name in FIELDS and value != facts.get(name)}
    last = check_unreviewed(result, said, key, was_review)
    if last is not None and (last.metadata or {}).get("fields") == said and last.pk != key:
        raise Refused("reviewed_already")
    verdict = "overridden" if said else "accepted"
    logged = recorder.record(
        lead_id=result.lead_id, kind="ai_review", message=told(verdict, said), actor=actor, key=key,
        metadata={"result_id": str(result_id), "verdict": verdict, "fields": said},
    )  # fmt: skip
    workflow.settle_lead(result.lead_id, now)
    return logged


def check_unreviewed(
    result: Activity, said: Mapping[str, str], key: UUID | None, was_review: str | None
) -> Any:
    """The last review of this advice. Raises Conflict where others have spoken since."""
    of_lead = Activity.objects.filter(lead_id=result.lead_id)
    newest = authors.newest(of_lead.advice())
    ours = {**(result.metadata or {}), **said}
    if newest.pk != result.pk:
        clashes = sides(ours, newest.metadata or {}, newest, instead=str(newest.pk))
        raise Conflict("newer_advice", clashes)
    last = authors.newest(of_lead.reviews_of(UUID(str(result.pk))))
    seen = last is None or last.pk == key or was_review in (None, str(last.pk))
    now_said = (last.metadata or {}).get("fields") if last else None
    if not seen and now_said != dict(said):
        raise Conflict(
            "changed_meanwhile", sides(ours, {**(result.metadata or {}), **(now_said or {})}, last)
        )
    return last


def sides(
    ours: Mapping[str, object], theirs: Mapping[str, object], row: Any, instead: str = ""
) -> list[Clash]:
    """What we say of the lead and what is said by now, where that differs."""
    by, at = authors.author(row), row.created_at
    values = [(name, str(ours.get(name) or ""), str(theirs.get(name) or "")) for name in FIELDS]
    return [
        Clash(name, "", wanted, now, by=by, at=at, instead=instead)
        for name, wanted, now in values
        if wanted != now or instead
    ]


def told(verdict: str, said: Mapping[str, str]) -> str:
    if verdict == "accepted":
        return "Agreed with the advice"
    return f"Overruled the advice: {', '.join(f'{name} {value}' for name, value in said.items())}"
