"""Advice as the page of a lead shows it, with what a colleague said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from activity.triage import rules
from activity.triage.judgement import ACTIONS, FIELDS
from activity.triage.names import name


@dataclass(frozen=True)
class Advice:
    """`said` are names by field, a colleague's where they overruled; `verdict` is empty until one spoke."""

    id: Any
    said: Mapping[str, str]
    action: str
    reasoning: str
    model: str
    version: str
    error: str
    verdict: str


def advice_of(lead: Any) -> Advice | None:
    """Of a lead that carries advice_id, advice and review, the newest of each."""
    facts = lead.advice if isinstance(lead.advice, Mapping) else {}
    if not lead.advice_id or not facts:
        return None
    said = said_last(lead)
    action = advised(said) if review_of(lead).get("verdict") == "overridden" else ""
    return Advice(
        id=lead.advice_id,
        said={field: name(field, said.get(field, "")) for field in FIELDS},
        action=action or str(facts.get("suggested_action", "")),
        reasoning=str(facts.get("reasoning", "")),
        model=str(facts.get("model", "")),
        version=str(facts.get("prompt_version", "")),
        error=str(facts.get("error", "")),
        verdict=str(review_of(lead).get("verdict", "")),
    )


def advised(said: Mapping[str, Any]) -> str:
    """What to do first about such a lead; "" where another program said what we do not know."""
    known = all(said[field] in allowed for field, allowed in FIELDS.items())
    return ACTIONS[rules.action(said["intent"], said["priority"])] if known else ""


def said_last(lead: Any) -> dict[str, Any]:
    """What is held of the lead now, by field."""
    facts = lead.advice if isinstance(lead.advice, Mapping) else {}
    fields = review_of(lead).get("fields")
    overruled = fields if isinstance(fields, Mapping) else {}
    return {field: overruled.get(field, facts.get(field, "")) for field in FIELDS}


def review_of(lead: Any) -> Mapping[str, Any]:
    """Nothing where the newest review is about older advice."""
    review = lead.review if isinstance(lead.review, Mapping) else {}
    return review if review.get("result_id") == str(lead.advice_id) else {}
