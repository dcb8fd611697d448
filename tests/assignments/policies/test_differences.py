from dataclasses import replace

from assignments.policies import differences
from assignments.policies.spec import Conditions, Step
from tests.assignments.promises import spec

REFERRALS = spec("referral")


def test_what_is_the_same_is_not_told() -> None:
    assert differences.differences(REFERRALS, spec("referral")) == []


def test_each_target_that_changed_is_told() -> None:
    high = {**REFERRALS.targets["high"], "first_response": 90, "next_response": None}
    changed = replace(REFERRALS, targets={**REFERRALS.targets, "high": high})
    assert differences.differences(REFERRALS, changed) == [
        "High, First response: 30 min → 1 h 30 min",
        "High, Next response: 1 h → none",
    ]


def test_whom_it_holds_for_is_told() -> None:
    changed = replace(REFERRALS, conditions=Conditions("referral", "Flooring"))
    assert differences.differences(REFERRALS, changed) == [
        "For: source “referral” → source “referral” and category “Flooring”"
    ]
    assert differences.whom(Conditions()) == "all leads"


def test_warning_and_steps_are_told() -> None:
    changed = replace(REFERRALS, warn_share=50, steps=(Step(100, "notify_owner"), Step(200, "reassign")))
    assert differences.differences(REFERRALS, changed) == [
        "Warning: 75 % → 50 %",
        "New: at 200 % the lead goes to somebody else",
        "Gone: at 150 % the manager is told",
        "Gone: at 300 % the lead goes to somebody else",
    ]


def test_the_first_version_is_told_as_a_whole() -> None:
    assert differences.first(REFERRALS) == [
        "For source “referral”",
        "Low: First response 4 h, Owner’s response 4 h, Next response 8 h",
        "Medium: First response 1 h, Owner’s response 1 h, Next response 2 h",
        "High: First response 30 min, Owner’s response 30 min, Next response 1 h",
        "Warning at 75 %",
        "at 100 % the owner is told",
        "at 150 % the manager is told",
        "at 300 % the lead goes to somebody else",
    ]
