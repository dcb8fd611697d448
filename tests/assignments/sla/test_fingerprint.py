"""A stored deadline is out of date exactly when something that it follows from is another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from assignments.sla import Facts, Promise, fingerprint, step_at
from assignments.working_time import Pause, WorkingCalendar
from tests.assignments.sla.stories import SHOP, at, lead, waiting, within

START, PROMISE = at("mon 10:00"), within(4)
PAUSES = (Pause(at("mon 11:00"), at("mon 12:00"), "Samples"),)
STORED = fingerprint(START, PROMISE, PAUSES)
SATURDAYS_TOO = WorkingCalendar(SHOP.zone, (*SHOP.week[:5], SHOP.week[0], ()))


@pytest.mark.parametrize(
    "other",
    [
        lambda: fingerprint(START + timedelta(microseconds=1), PROMISE, PAUSES),
        lambda: fingerprint(START, replace(PROMISE, target=timedelta(hours=5)), PAUSES),
        lambda: fingerprint(START, replace(PROMISE, target=None), PAUSES),
        lambda: fingerprint(START, replace(PROMISE, warn_share=50), PAUSES),
        lambda: fingerprint(START, replace(PROMISE, policy_version="2"), PAUSES),
        lambda: fingerprint(START, replace(PROMISE, calendar=SATURDAYS_TOO), PAUSES),
        lambda: fingerprint(START, PROMISE, ()),
        lambda: fingerprint(START, PROMISE, (Pause(at("mon 11:00"), None, "Samples"),)),
    ],
)
def test_any_input_that_differs_shows(other: Callable[[], str]) -> None:
    assert other() != STORED


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    assert fingerprint(START.astimezone(UTC), PROMISE, PAUSES) == STORED


def test_why_somebody_waited_and_what_was_over_before_do_not_matter() -> None:
    pauses = (Pause(at("mon 8:00"), START, "Before"), Pause(PAUSES[0].begin, PAUSES[0].end, "Another reason"))
    assert fingerprint(START, PROMISE, pauses) == STORED


def steps(facts: Facts, promise: Promise) -> list[object]:
    return [step_at(facts.submitted_at, promise, share, facts.pauses) for share in (75, 100, 150, 200)]


def test_steps_come_at_their_share_of_working_time() -> None:
    # Four hours from Monday 14:00: three are over at 17:00, four at 18:00, six at Tuesday 11:00, eight at 13:00.
    assert steps(lead("mon 14:00"), PROMISE) == [
        at("mon 17:00"), at("mon 18:00"), at("tue 11:00"), at("tue 13:00"),
    ]  # fmt: skip


def test_steps_behind_a_pending_wait_are_not_known() -> None:
    assert steps(lead("mon 14:00", waiting("mon 18:00")), PROMISE) == [
        at("mon 17:00"), at("mon 18:00"), None, None,
    ]  # fmt: skip


def test_without_a_promise_there_are_no_steps() -> None:
    assert steps(lead("mon 14:00"), within(None)) == [None] * 4
