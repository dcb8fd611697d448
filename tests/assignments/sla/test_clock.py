"""Verdicts, one situation each: four working hours were promised unless the test says otherwise."""

from datetime import datetime

import pytest

from activity.contacts import is_answer, is_contact
from activity.kinds import Actor
from assignments.sla import Clock, Contact, Facts, Verdict, first_response
from tests.assignments.sla.stories import answered, at, closed, lead, waiting, within, wrote


def clock(facts: Facts, now: str, hours: float | None = 4) -> Clock:
    return first_response(facts, within(hours), now=at(now))


def verdict(facts: Facts, now: str, hours: float | None = 4) -> tuple[Verdict, datetime | None]:
    """With when it was missed."""
    found = clock(facts, now, hours)
    return found.verdict, found.missed_at


def test_it_runs_until_the_deadline_is_past() -> None:
    # Four hours from 10:00 are over at 14:00; at that moment an answer would still be in time.
    facts = lead("mon 10:00")
    assert clock(facts, "mon 10:00").deadline == at("mon 14:00")
    assert verdict(facts, "mon 14:00") == (Verdict.RUNNING, None)
    assert verdict(facts, "mon 14:01") == (Verdict.MISSED, at("mon 14:00"))


def test_an_answer_at_the_very_deadline_is_in_time() -> None:
    assert verdict(lead("mon 10:00", answered("mon 14:00")), "tue 9:00") == (Verdict.MET, None)


def test_an_answer_after_it_is_late_and_the_miss_stays() -> None:
    found = clock(lead("mon 10:00", answered("mon 14:01")), "tue 9:00")
    assert found.verdict == Verdict.ANSWERED_LATE
    assert found.missed_at == at("mon 14:00")
    assert found.answered_at == at("mon 14:01")


@pytest.mark.parametrize("kind", ["call", "email", "whatsapp", "sms"])
def test_an_answer_by_any_way_stops_it(kind: str) -> None:
    # Frappe CRM goes on counting when the answer was an e-mail.
    facts = {"direction": "out", "automatic": False}
    contact = Contact(at("mon 11:00"), by_us=is_answer(kind, Actor("user", "sales_user_5"), facts))
    assert verdict(lead("mon 10:00", contact), "tue 9:00") == (Verdict.MET, None)


def test_an_automatic_reply_stops_nothing() -> None:
    facts = {"direction": "out", "automatic": True}
    assert not is_contact("email", Actor("user", "sales_user_5"), facts)
    assert not is_contact("email", Actor("system"), {"direction": "out", "automatic": False})


def test_only_the_first_answer_counts() -> None:
    facts = lead("mon 10:00", answered("tue 9:00"), answered("mon 11:00"))
    assert clock(facts, "tue 9:00").answered_at == at("mon 11:00")


def test_the_customers_own_message_answers_nothing() -> None:
    assert verdict(lead("mon 10:00", wrote("mon 11:00")), "mon 15:00") == (Verdict.MISSED, at("mon 14:00"))


def test_an_answer_logged_before_the_enquiry_is_in_time() -> None:
    assert verdict(lead("mon 10:00", answered("mon 9:55")), "mon 15:00") == (Verdict.MET, None)


def test_the_warning_comes_at_its_share_of_working_time() -> None:
    # Three of four hours from Monday 16:00: two on Monday, one on Tuesday.
    assert clock(lead("mon 16:00"), "mon 16:00").warn_at == at("tue 10:00")


def test_without_a_promise_nothing_is_due() -> None:
    found = clock(lead("mon 10:00"), "fri 10:00", hours=None)
    assert (found.deadline, found.warn_at, found.verdict) == (None, None, Verdict.RUNNING)
    assert verdict(lead("mon 10:00", answered("fri 9:00")), "fri 10:00", None) == (Verdict.MET, None)


def test_a_pending_wait_pauses() -> None:
    found = clock(lead("mon 10:00", waiting("mon 11:00")), "wed 9:00")
    assert (found.verdict, found.deadline) == (Verdict.PAUSED, None)


def test_a_wait_that_is_over_moved_the_deadline_by_its_working_time() -> None:
    # One hour is used by 11:00 on Monday; three are left on Tuesday at 10:00.
    assert clock(lead("mon 10:00", waiting("mon 11:00", "tue 10:00")), "tue 11:00").deadline == at(
        "tue 13:00"
    )


def test_a_wait_outside_working_hours_moves_nothing() -> None:
    facts = lead("mon 16:00", waiting("mon 19:00", "tue 8:00"))
    assert clock(facts, "tue 9:00").deadline == at("tue 11:00")


def test_the_customers_message_ends_a_wait_that_nobody_ended() -> None:
    facts = lead("mon 10:00", waiting("mon 11:00"), wrote("mon 12:00"))
    assert clock(facts, "mon 13:00").deadline == at("mon 15:00")


def test_our_own_contact_does_not_end_a_wait() -> None:
    facts = lead("mon 10:00", waiting("mon 11:00"), answered("mon 12:00"))
    found = clock(facts, "mon 13:00")
    assert (found.verdict, found.deadline) == (Verdict.MET, None)


def test_a_wait_set_after_the_deadline_takes_no_miss_back() -> None:
    facts = lead("mon 10:00", waiting("mon 14:30"))
    assert verdict(facts, "mon 15:00") == (Verdict.MISSED, at("mon 14:00"))
    assert clock(facts, "mon 15:00").deadline == at("mon 14:00")


def test_a_wait_set_at_the_deadline_comes_too_late() -> None:
    assert clock(lead("mon 10:00", waiting("mon 14:00")), "mon 15:00").deadline == at("mon 14:00")


def test_closing_a_lead_before_it_is_due_stops_the_clock() -> None:
    found = clock(lead("mon 10:00", closed("mon 12:00")), "fri 10:00")
    assert (found.verdict, found.stopped_at, found.missed_at) == (Verdict.CLOSED, at("mon 12:00"), None)


def test_a_closing_after_the_miss_takes_nothing_back() -> None:
    found = clock(lead("mon 10:00", closed("mon 15:00")), "fri 10:00")
    assert (found.verdict, found.stopped_at, found.missed_at) == (
        Verdict.MISSED, at("mon 15:00"), at("mon 14:00"),
    )  # fmt: skip


def test_reopened_in_time_it_runs_as_if_it_had_never_been_closed() -> None:
    facts = lead("mon 10:00", closed("mon 11:00", "mon 13:00"))
    found = clock(facts, "mon 13:30")
    assert (found.verdict, found.deadline, found.stopped_at) == (Verdict.RUNNING, at("mon 14:00"), None)


def test_reopened_after_the_deadline_it_is_missed_from_then_on() -> None:
    # Not at 14:00: nobody owed an answer then, and what was reported of Monday stays so.
    facts = lead("mon 10:00", closed("mon 11:00", "wed 9:00"))
    assert verdict(facts, "wed 9:01") == (Verdict.MISSED, at("wed 9:00"))


def test_a_miss_after_reopening_stays_when_the_lead_is_closed_again() -> None:
    facts = lead("mon 10:00", closed("mon 11:00", "wed 9:00"), closed("wed 10:00"))
    assert verdict(facts, "fri 9:00") == (Verdict.MISSED, at("wed 9:00"))


def test_an_answer_to_a_lead_that_is_closed_is_in_time_until_the_deadline() -> None:
    facts = lead("mon 10:00", closed("mon 11:00"), answered("mon 13:00"))
    assert verdict(facts, "fri 9:00") == (Verdict.MET, None)


def test_an_answer_after_the_deadline_finds_a_closed_clock_closed() -> None:
    found = clock(lead("mon 10:00", closed("mon 11:00"), answered("mon 15:00")), "fri 9:00")
    assert (found.verdict, found.answered_at, found.stopped_at, found.missed_at) == (
        Verdict.CLOSED, None, at("mon 11:00"), None,
    )  # fmt: skip


def test_answered_and_closed_at_once_is_answered() -> None:
    found = clock(lead("mon 10:00", answered("mon 12:00"), closed("mon 12:00")), "fri 9:00")
    assert (found.verdict, found.stopped_at) == (Verdict.MET, None)


def test_answered_the_moment_it_was_reopened_the_clock_had_been_closed() -> None:
    facts = lead("mon 10:00", closed("mon 11:00", "wed 9:00"), answered("wed 9:00"))
    found = clock(facts, "fri 9:00")
    assert (found.verdict, found.stopped_at) == (Verdict.CLOSED, at("mon 11:00"))


@pytest.mark.parametrize("now", ["mon 14:01", "tue 9:00", "fri 9:00", "next mon 9:00"])
@pytest.mark.parametrize(
    "later", [waiting("mon 14:30"), closed("mon 14:30"), answered("mon 14:30"), wrote("mon 14:30")]
)
def test_nothing_that_happens_after_a_miss_takes_it_back(now: str, later: object) -> None:
    facts = lead("mon 10:00", later)  # type: ignore[arg-type]  # any of them
    if at(now) >= at("mon 14:30"):
        assert clock(facts, now).missed_at == at("mon 14:00")
    assert clock(lead("mon 10:00"), now).missed_at == at("mon 14:00")
