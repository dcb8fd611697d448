import copy
from typing import Any

import pytest

from assignments.policies.spec import Conditions, PolicySpec, Step, Unsound

STORED: dict[str, Any] = {
    "conditions": {"source": "referral", "category": "Flooring"},
    "targets": {
        "low": {"first_response": 240, "owner_response": 240, "next_response": None},
        "medium": {"first_response": 60, "owner_response": 60, "next_response": 120},
        "high": {"first_response": 30, "owner_response": 30, "next_response": 60},
    },
    "warn_share": 75,
    "steps": [{"share": 100, "deed": "notify_owner"}, {"share": 150, "deed": "notify_manager"}],
}


def test_what_is_stored_reads_as_it_was_written() -> None:
    spec = PolicySpec.from_json(STORED)
    assert spec.as_json() == STORED
    assert (spec.conditions, spec.steps) == (
        Conditions("referral", "Flooring"),
        (Step(100, "notify_owner"), Step(150, "notify_manager")),
    )


def test_targets_are_by_clock_and_priority() -> None:
    spec = PolicySpec.from_json(STORED)
    assert [spec.target("first_response", name) for name in ("low", "medium", "high")] == [240, 60, 30]
    assert spec.target("next_response", "low") is None


def test_a_priority_that_nobody_knows_is_the_usual_one() -> None:
    assert PolicySpec.from_json(STORED).target("first_response", "urgent") == 60


@pytest.mark.parametrize(
    ("source", "categories", "failing"),
    [
        ("referral", ["Wall", "Flooring"], ()),
        ("Referral ", ["flooring"], ()),
        ("website_form", ["Flooring"], ("source",)),
        ("referral", [], ("category",)),
        ("", ["Wall"], ("source", "category")),
    ],
)
def test_every_condition_has_to_be_met(source: str, categories: list[str], failing: tuple[str, ...]) -> None:
    conditions = Conditions("referral", "Flooring")
    assert conditions.failing(source=source, categories=categories) == failing
    assert conditions.fit(source=source, categories=categories) is (failing == ())


def test_an_empty_condition_is_none() -> None:
    assert Conditions().fit(source="anything", categories=[])
    assert not Conditions()


def test_the_fingerprint_is_that_of_the_promise() -> None:
    other = copy.deepcopy(STORED)
    other["targets"]["high"]["first_response"] = 31
    same = {**STORED, "more": "that nobody reads"}
    first = PolicySpec.from_json(STORED).fingerprint()
    assert PolicySpec.from_json(same).fingerprint() == first
    assert PolicySpec.from_json(other).fingerprint() != first


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"targets": {}}, "something is missing: 'low'"),
        ({"targets": {**STORED["targets"], "low": {"first_response": 0, "owner_response": 1, "next_response": 1}}}, "low first_response is not a number of minutes: 0"),
        ({"warn_share": 100}, "the warning comes before the deadline, not at 100 %"),
        ({"steps": [{"share": 100, "deed": "shout"}]}, "nobody knows how to 'shout'"),
        ({"steps": [{"share": True, "deed": "reassign"}]}, "True is not a share in percent"),
        ({"steps": [{"share": 200, "deed": "reassign"}, {"share": 100, "deed": "notify_owner"}]}, "the steps are not in order"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Unsound) as refused:
        PolicySpec.from_json({**STORED, **change})
    assert str(refused.value) == said
