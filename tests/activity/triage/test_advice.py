"""Advice as the page of a lead shows it: what was said of it, by whom, and what to do first."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from activity.triage.advice import Advice, advice_of

KEY = UUID("0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071")
SAID = {
    "intent": "buy", "lead_type": "home", "priority": "medium", "model": "rules",
    "suggested_action": "Call today and offer samples",
}  # fmt: skip


def shown(advice: object = SAID, review: object = None, key: object = KEY) -> Advice | None:
    return advice_of(SimpleNamespace(advice_id=key, advice=advice, review=review))


def reviewed(verdict: str, about: UUID = KEY, **fields: object) -> Advice:
    found = shown(review={"result_id": str(about), "verdict": verdict, "fields": fields})
    assert found is not None
    return found


@pytest.mark.parametrize(("key", "facts"), [(None, None), (KEY, None), (KEY, []), (KEY, {})])
def test_a_lead_whose_advice_never_came_shows_none(key: object, facts: object) -> None:
    assert shown(facts, key=key) is None


def test_what_to_do_is_the_machines_word_while_nobody_overrules_it() -> None:
    assert reviewed("accepted").action == "Call today and offer samples"


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"priority": "high"}, "Call at once"),
        ({"priority": "low"}, "Send the catalogue and ask what it is for"),
        ({"intent": "complaint"}, "Call and put right what went wrong"),
        ({"intent": "other"}, "Look whether this is an enquiry at all"),
        ({"lead_type": "trade"}, "Call today and offer samples"),
    ],
)
def test_who_overrules_it_changes_what_to_do(fields: dict[str, str], action: str) -> None:
    assert reviewed("overridden", **fields).action == action


def test_words_of_other_programs_leave_what_to_do_as_it_was() -> None:
    assert reviewed("overridden", priority="urgent").action == "Call today and offer samples"


def test_a_word_about_older_advice_says_nothing_of_this() -> None:
    found = reviewed("overridden", about=UUID(int=1), priority="high")
    assert (found.verdict, found.said["priority"], found.action) == ("", "medium", SAID["suggested_action"])
