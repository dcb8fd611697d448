"""Hostile text: the rules are unmoved by it, and the language model never reads it."""

from decimal import Decimal
from typing import Any

import pytest

from activity.models import Activity
from activity.triage import arrivals, rules
from activity.triage.jobs import triage_lead
from activity.triage.judgement import FIELDS, Subject
from leads.models import Lead
from tests.activity.triage.hostile import PARAPHRASED, TEXTS
from tests.assignments.routing.teams import waiting
from tests.providers.chat_model import ChatModel

LARGE = Decimal(100_000)


@pytest.mark.parametrize("text", [*TEXTS, *PARAPHRASED])
def test_the_rules_are_unmoved(text: str) -> None:
    plain = rules.judge(Subject(total=Decimal(2000)), large=LARGE)
    told = rules.judge(Subject(message=text, total=Decimal(2000)), large=LARGE)
    assert (told.priority, told.intent, told.lead_type, told.action) == (
        plain.priority, plain.intent, plain.lead_type, plain.action,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_language_model_reads_none_of_it(settings: Any) -> None:
    with ChatModel() as provider:
        settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_API_KEY = (
            provider.base,
            "llama-3",
            provider.key,
        )
        for number, text in enumerate(TEXTS, start=1):
            lead = waiting(number, message=text)
            arrivals.greet([lead.pk])
            triage_lead(lead_id=str(lead.pk))
    priorities = Activity.objects.of_types(["ai_result"]).values_list("metadata__priority", flat=True)
    assert (provider.asked, list(priorities)) == ([], ["medium"] * len(TEXTS))


@pytest.mark.django_db
def test_a_model_that_obeys_such_words_moves_the_values_of_its_lists_and_nothing_else(settings: Any) -> None:
    lead = waiting(message=PARAPHRASED[0])
    arrivals.greet([lead.pk])
    before = Lead.objects.values().get(pk=lead.pk)
    with ChatModel() as provider:
        settings.LLM_BASE_URL, settings.LLM_MODEL = provider.base, "obedient"
        settings.LLM_API_KEY = provider.key
        triage_lead(lead_id=str(lead.pk))
    advice = Activity.objects.filter(lead=lead).advice()[0]
    assert (len(provider.asked), advice.actor_id) == (1, "obedient")
    assert all((advice.metadata or {})[name] in allowed for name, allowed in FIELDS.items())
    assert Lead.objects.values().get(pk=lead.pk) == before
    assert set(lead.activities.values_list("type", flat=True)) == {"ai_result"}
