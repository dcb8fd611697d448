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
from activity.triage.evaluation import CORPUS, HELD_OUT, read, score
from activity.triage.judgement import FIELDS
from tests.providers.chat_model import ChatModel

LARGE = Decimal(100_000)


def texts(path: Path = CORPUS) -> list[Any]:
    return list(read(path.read_text(encoding="utf-8").splitlines(), "INR"))


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
    found = score(chosen, lambda subject: rules.judge(subject, large=LARGE))
    assert found.accuracy(field) >= 0.9


def test_texts_that_nobody_tunes_by_are_held_out_in_three_languages_and_two_scripts() -> None:
    kept = texts(HELD_OUT)
    languages = Counter(one.subject.language for one in kept)
    assert (len(kept) >= 20, min(languages.values()) >= 7, set(languages)) == (True, True, {"en", "hi", "es"})
    hindi = [one.subject.message for one in kept if one.subject.language == "hi"]
    assert Counter(message.isascii() for message in hindi) == {True: 4, False: 4}
    assert {one.subject.message for one in texts()} & {one.subject.message for one in kept} == set()


def test_the_figures_that_the_docs_publish_are_those_of_the_rules() -> None:
    published = (Path(__file__).parents[3] / "docs/integrations/triage.md").read_text(encoding="utf-8")
    for path, name in ((CORPUS, "written beside"), (HELD_OUT, "held out")):
        found = score(texts(path), lambda subject: rules.judge(subject, large=LARGE))
        figures = [f"{found.accuracy(field):.0%}".replace("%", " %") for field in FIELDS]
        assert f"| {name} | {found.texts} | {' | '.join(figures)} |" in published


def test_the_command_measures_seen_and_unseen_texts_beside_one_who_always_says_the_same() -> None:
    lines = measured().splitlines()
    assert [line for line in lines if "texts of" in line] == [
        f"rules, {rules.VERSION}, {len(texts(path))} texts of {path.name}" for path in (CORPUS, HELD_OUT)
    ]
    assert [line.split(":")[0] for line in lines if "%" in line] == 2 * ["intent", "lead_type", "priority"]
    assert all("(always " in line for line in lines if "%" in line)


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
    assert told[0] == "llama-3, triage-1, 1 texts of texts.jsonl"
    assert [line for line in told if "%" in line] == [
        "intent: 100.0% of 1 (always buy: 100.0%)",
        "lead_type: 100.0% of 1 (always project: 100.0%)",
        "priority: 0.0% of 1 (always low: 100.0%)",
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
