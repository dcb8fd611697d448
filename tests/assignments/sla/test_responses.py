"""Which clocks a lead has, and what starts and stops each. Two working hours are promised."""

from datetime import datetime

from assignments.sla import Facts, Verdict, next_responses, owner_response, rounds
from tests.assignments.sla.stories import answered, at, closed, lead, waiting, within, wrote


def told(facts: Facts, now: str) -> list[tuple[datetime, datetime | None, Verdict]]:
    """Started, answered, verdict of each next response."""
    found = next_responses(facts, within(2), now=at(now))
    return [(clock.started_at, clock.answered_at, clock.verdict) for clock in found]


def test_what_a_customer_writes_before_the_first_answer_starts_no_other_clock() -> None:
    assert rounds(lead("mon 9:00", wrote("mon 9:30"), answered("mon 10:00"))) == ()


def test_a_message_after_our_answer_starts_one() -> None:
    facts = lead("mon 9:00", answered("mon 10:00"), wrote("mon 11:00"))
    assert told(facts, "mon 12:00") == [(at("mon 11:00"), None, Verdict.RUNNING)]


def test_further_messages_restart_nothing() -> None:
    # Two hours from 11:00, not from 12:30.
    facts = lead("mon 9:00", answered("mon 10:00"), wrote("mon 11:00"), wrote("mon 12:30"))
    assert told(facts, "mon 13:01") == [(at("mon 11:00"), None, Verdict.MISSED)]


def test_our_answer_stops_it_and_the_next_message_starts_another() -> None:
    facts = lead(
        "mon 9:00", answered("mon 10:00"), wrote("mon 11:00"), answered("mon 12:00"),
        answered("mon 12:30"), wrote("tue 9:00"),
    )  # fmt: skip
    assert told(facts, "tue 12:00") == [
        (at("mon 11:00"), at("mon 12:00"), Verdict.MET),
        (at("tue 9:00"), None, Verdict.MISSED),
    ]


def test_a_message_and_an_answer_of_the_same_moment_are_asked_and_answered() -> None:
    facts = lead("mon 9:00", answered("mon 10:00"), answered("mon 11:00"), wrote("mon 11:00"))
    assert told(facts, "tue 9:00") == [(at("mon 11:00"), at("mon 11:00"), Verdict.MET)]


def test_the_order_of_logging_does_not_matter() -> None:
    facts = lead("mon 9:00", wrote("mon 11:00"), answered("mon 10:00"))
    assert rounds(facts) == (at("mon 11:00"),)


def test_a_message_at_night_starts_a_clock_that_counts_from_opening() -> None:
    facts = lead("mon 9:00", answered("mon 10:00"), wrote("mon 23:00"))
    assert next_responses(facts, within(2), now=at("tue 9:00"))[0].deadline == at("tue 11:00")


def test_a_wait_pauses_the_next_response_too() -> None:
    facts = lead("mon 9:00", answered("mon 10:00"), wrote("mon 11:00"), waiting("mon 12:00"))
    assert told(facts, "wed 9:00") == [(at("mon 11:00"), None, Verdict.PAUSED)]


def test_the_message_that_ends_a_wait_starts_a_clock_that_is_not_paused() -> None:
    facts = lead("mon 9:00", answered("mon 10:00"), waiting("mon 10:00"), wrote("mon 15:00"))
    assert next_responses(facts, within(2), now=at("mon 15:00"))[0].deadline == at("mon 17:00")


def test_a_message_on_a_closed_lead_waits_for_it_to_be_reopened() -> None:
    facts = lead("mon 9:00", answered("mon 10:00"), closed("mon 11:00"), wrote("tue 9:00"))
    assert told(facts, "fri 9:00") == [(at("tue 9:00"), None, Verdict.CLOSED)]
    assert next_responses(facts, within(2), now=at("fri 9:00"))[0].stopped_at == at("tue 9:00")


def test_the_owner_answers_from_the_assignment_on() -> None:
    found = owner_response(lead("mon 9:00"), at("mon 10:00"), within(2), now=at("mon 11:00"))
    assert (found.started_at, found.deadline, found.verdict) == (
        at("mon 10:00"), at("mon 12:00"), Verdict.RUNNING,
    )  # fmt: skip


def test_what_was_answered_before_the_assignment_answers_not_for_the_new_owner() -> None:
    facts = lead("mon 9:00", answered("mon 9:30"))
    assert owner_response(facts, at("mon 10:00"), within(2), now=at("mon 13:00")).verdict == Verdict.MISSED


def test_an_owner_whose_lead_is_handed_on_in_time_owes_nothing() -> None:
    found = owner_response(
        lead("mon 9:00", answered("mon 11:30")), at("mon 10:00"), within(2),
        now=at("fri 9:00"), handed_on_at=at("mon 11:00"),
    )  # fmt: skip
    assert (found.verdict, found.stopped_at, found.answered_at) == (Verdict.CLOSED, at("mon 11:00"), None)


def test_an_owner_whose_lead_is_handed_on_too_late_missed_it() -> None:
    found = owner_response(
        lead("mon 9:00"), at("mon 10:00"), within(2), now=at("fri 9:00"), handed_on_at=at("mon 13:00")
    )
    assert (found.verdict, found.missed_at) == (Verdict.MISSED, at("mon 12:00"))
