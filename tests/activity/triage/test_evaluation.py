"""Measuring triage: the shipped texts, the command, and files that are none."""

import json
from collections import Counter
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from activity.triage import rules
from activity.triage.evaluation import CORPUS, read, score
from tests.providers.chat_model import ChatModel


def texts() -> list[Any]:
    return list(read(CORPUS.read_text(encoding="utf-8").splitlines(), "INR"))


def measured(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("triage_eval", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_the_project_ships_sixty_texts_in_three_languages() -> None:
    languages = Counter(one.subject.language for one in texts())
    assert (sum(languages.values()) >= 60, set(languages)) == (True, {"en", "hi", "es"})
    assert min(languages.values()) >= 19


@pytest.mark.parametrize("field", ["intent", "lead_type", "priority"])
@pytest.mark.parametrize("language", ["en", "hi", "es"])
def test_the_rules_are_useful_in_each_language(language: str, field: str) -> None:
    chosen = [one for one in texts() if one.subject.language == language]
    found = score(chosen, lambda subject: rules.judge(subject, large=Decimal(100_000)))
    assert found.accuracy(field) >= 0.9


def test_the_command_prints_accuracy_and_confusion() -> None:
    lines = measured().splitlines()
    assert lines[0] == f"rules, {rules.VERSION}, {len(texts())} texts"
    assert [line.split(":")[0] for line in lines if "%" in line] == ["intent", "lead_type", "priority"]


@pytest.mark.django_db
def test_the_command_measures_the_model_that_is_set(settings: Any, tmp_path: Path) -> None:
    line = {"message": "Floors", "intent": "buy", "lead_type": "project", "priority": "low"}
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps(line) + "\n")
    with ChatModel() as provider:
        settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_API_KEY = (
            provider.base,
            "llama-3",
            provider.key,
        )
        told = measured(file).splitlines()
    assert told[0] == "llama-3, triage-1, 1 texts"
    assert [line for line in told if "%" in line] == [
        "intent: 100.0% of 1", "lead_type: 100.0% of 1", "priority: 0.0% of 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "has no labelled texts in it"),
        (b"{", "Line 1 is no labelled text"),
        (b"[]", "Line 1 is no labelled text"),
        (b'{"intent": "buy"}', "Line 1 is no labelled text"),
        (b'{"intent": "eat", "lead_type": "home", "priority": "low"}', "intent is 'eat'"),
        (b'{"intent": "buy", "lead_type": "home", "priority": "low", "total": "x"}', "Line 1"),
        (b"\xff", "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(content: bytes, why: str, tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=why):
        measured(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        measured(tmp_path / "none")
