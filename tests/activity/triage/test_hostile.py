"""Hostile text: the rules are unmoved by it, and the language model never reads it."""

from decimal import Decimal
from typing import Any

import pytest

from activity.models import Activity
from activity.triage import arrivals, rules
from activity.triage.jobs import triage_lead
from activity.triage.judgement import Subject
from tests.activity.triage.hostile import TEXTS
from tests.assignments.routing.teams import waiting
from tests.providers.chat_model import ChatModel

LARGE = Decimal(100_000)


@pytest.mark.parametrize("text", TEXTS)
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
