"""What a colleague is told of a deadline. Four working hours are promised; the shop is open from 9 to 18."""

from datetime import timedelta

from assignments.sla import Clock, Explanation, Facts, explain, first_response
from assignments.working_time import Why
from tests.assignments.sla.stories import answered, at, closed, lead, waiting, within


def explained(facts: Facts, now: str, hours: float | None = 4) -> Explanation:
    clock: Clock = first_response(facts, within(hours), now=at(now))
    return explain(clock, within(hours), facts.pauses, now=at(now))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_of_a_clock_that_runs_it_tells_until_the_deadline_and_counts_until_now() -> None:
    # Thursday 16:00 to Friday 11:00; on Friday at 10:00 three hours are over, and the night of fifteen was not.
    found = explained(lead("thu 16:00"), "fri 10:00")
    assert [(one.begin, one.end, one.why) for one in found.segments] == [
        (at("thu 16:00"), at("thu 18:00"), Why.OPEN),
        (at("thu 18:00"), at("fri 9:00"), Why.CLOSED),
        (at("fri 9:00"), at("fri 11:00"), Why.OPEN),
    ]
    assert (found.counted, found.left, found.skipped) == (hours(3), hours(1), {Why.CLOSED: hours(15)})


def test_of_one_that_was_answered_it_tells_until_the_answer() -> None:
    found = explained(lead("thu 16:00", answered("thu 17:00")), "fri 17:00")
    assert (found.segments[-1].end, found.until) == (at("thu 17:00"), at("thu 17:00"))
    assert (found.counted, found.left, found.skipped) == (hours(1), hours(3), {})


def test_of_one_that_is_late_nothing_is_left_and_more() -> None:
    found = explained(lead("thu 16:00"), "fri 14:00")
    assert (found.segments[-1].end, found.counted, found.left) == (at("fri 14:00"), hours(7), hours(-3))


def test_of_one_that_is_paused_it_tells_until_now() -> None:
    found = explained(lead("thu 10:00", waiting("thu 11:00")), "thu 13:00")
    assert [(one.why, one.name) for one in found.segments] == [(Why.OPEN, ""), (Why.PAUSED, "Samples")]
    assert (found.counted, found.left, found.skipped) == (hours(1), hours(3), {Why.PAUSED: hours(2)})


def test_of_one_that_was_stopped_it_tells_until_then() -> None:
    found = explained(lead("thu 10:00", closed("thu 11:00")), "fri 13:00")
    assert (found.until, found.counted) == (at("thu 11:00"), hours(1))


def test_of_one_answered_before_it_began_there_is_nothing_to_tell() -> None:
    found = explained(lead("thu 10:00", answered("thu 9:30")), "fri 13:00")
    assert (found.segments, found.counted, found.until) == ((), hours(0), at("thu 10:00"))


def test_where_nothing_was_promised_nothing_is_left() -> None:
    found = explained(lead("thu 10:00"), "thu 11:00", hours=None)
    assert (found.counted, found.target, found.left) == (hours(1), None, None)
