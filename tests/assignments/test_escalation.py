from assignments.escalation import (
    MISS,
    NOTIFY_MANAGER,
    NOTIFY_OWNER,
    REASSIGN,
    WARN,
    Rung,
    due,
    ladder,
    later_shares,
)
from assignments.policies.spec import Conditions, PolicySpec, Step

TARGETS = {
    name: {"first_response": 60, "owner_response": 60, "next_response": 60}
    for name in ("low", "medium", "high")
}
STEPS = (Step(100, NOTIFY_OWNER), Step(150, NOTIFY_MANAGER), Step(300, REASSIGN))
SPEC = PolicySpec(Conditions(), TARGETS, warn_share=75, steps=STEPS)
RUNGS = ladder(SPEC)


def test_a_wait_is_warned_of_missed_told_about_and_handed_on() -> None:
    told = [(rung.share, rung.deed) for rung in RUNGS]
    after = [(100, NOTIFY_OWNER), (150, NOTIFY_MANAGER), (300, REASSIGN)]
    assert told == [(75, WARN), (100, MISS), *after]


def test_a_policy_without_warning_and_steps_still_knows_a_miss() -> None:
    assert ladder(PolicySpec(Conditions(), TARGETS, warn_share=None)) == (Rung(100, MISS),)


def test_shares_to_come_are_those_that_are_not_done() -> None:
    assert [later_shares(RUNGS, done) for done in (0, 75, 150, 300)] == [
        (75, 100, 150, 300), (100, 150, 300), (300,), (),
    ]  # fmt: skip


def test_what_falls_on_one_share_is_done_together() -> None:
    assert due(RUNGS, 75, [75, 100]) == (Rung(100, MISS), Rung(100, NOTIFY_OWNER))


def test_nothing_is_done_twice() -> None:
    assert due(RUNGS, 150, [75, 100, 150]) == ()


def test_nobody_is_warned_of_a_deadline_that_went_by() -> None:
    assert due(RUNGS, 0, [75, 100]) == (Rung(100, MISS), Rung(100, NOTIFY_OWNER))


def test_a_warning_comes_alone_and_in_time() -> None:
    assert due(RUNGS, 0, [75]) == (Rung(75, WARN),)
