"""The situations of Zammad's published tests with our answers; where we decide otherwise says docs/sla-cases.md.

All in Berlin; times are UTC, an hour behind its clocks in winter and two in summer.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assignments.sla import (
    Closing,
    Contact,
    Facts,
    Promise,
    Verdict,
    Wait,
    explain,
    fingerprint,
    first_response,
    next_responses,
)
from assignments.working_time import Holiday, Pause, Span, WorkingCalendar, elapsed

ALWAYS = ((Span(0, 1440),),) * 7


def berlin(begin: int, end: int, *, days: int = 7, holidays: tuple[str, ...] = ()) -> WorkingCalendar:
    """Open from one full hour to another on the first days of the week."""
    week = ((Span(begin * 60, end * 60),),) * days + ((),) * (7 - days)
    closed = tuple(Holiday(date.fromisoformat(day), "test") for day in holidays)
    return WorkingCalendar("Europe/Berlin", week, holidays=closed)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def promise(minutes: int | None, calendar: WorkingCalendar) -> Promise:
    return Promise(None if minutes is None else timedelta(minutes=minutes), calendar)


def minutes_used(facts: Facts, made: Promise) -> float:
    """Of the first response, up to its end or now."""
    clock = first_response(facts, made, now=LATER)
    return explain(clock, made, facts.pauses, now=LATER).counted / timedelta(minutes=1)


LATER = utc("2030-01-01T00:00")
OFFICE, LONG_OFFICE, SHOP = berlin(9, 17, days=5), berlin(8, 18, days=5), berlin(9, 18)
MARCH, JUNE = utc("2013-03-21T09:30"), utc("2013-06-04T09:00")


@pytest.mark.parametrize(("target", "due"), [(60, "2013-03-21T10:30"), (120, "2013-03-21T11:30")])
def test_an_enquiry_in_working_hours_is_due_so_many_minutes_later(target: int, due: str) -> None:
    assert first_response(Facts(MARCH), promise(target, OFFICE), now=MARCH).deadline == utc(due)


def test_a_first_answer_in_time_leaves_half_of_the_hour() -> None:
    facts = Facts(MARCH, (Contact(utc("2013-03-21T10:00"), by_us=True),))
    assert first_response(facts, promise(60, LONG_OFFICE), now=LATER).verdict == Verdict.MET
    assert minutes_used(facts, promise(60, LONG_OFFICE)) == 30


def test_a_first_answer_too_late_is_late_by_210_minutes() -> None:
    # 9:30 to 14:00 are 270 working minutes, 60 were promised.
    facts = Facts(MARCH, (Contact(utc("2013-03-21T14:00"), by_us=True),))
    clock = first_response(facts, promise(60, LONG_OFFICE), now=LATER)
    assert (clock.verdict, clock.missed_at) == (Verdict.ANSWERED_LATE, utc("2013-03-21T10:30"))
    assert minutes_used(facts, promise(60, LONG_OFFICE)) == 60 + 210


def test_before_the_first_answer_there_is_no_clock_for_the_next() -> None:
    """Zammad has one from the enquiry on."""
    assert next_responses(Facts(MARCH), promise(120, LONG_OFFICE), now=LATER) == ()


def test_what_we_say_starts_no_clock_of_ours() -> None:
    """Zammad's older tests start another with each answer."""
    facts = Facts(MARCH, (Contact(utc("2013-03-21T11:00"), True), Contact(utc("2013-03-21T12:00"), True)))
    assert next_responses(facts, promise(120, LONG_OFFICE), now=LATER) == ()


def test_the_customers_reply_is_due_two_hours_later_and_our_answer_ends_that() -> None:
    facts = Facts(MARCH, (Contact(utc("2013-03-21T12:00"), True), Contact(utc("2013-03-21T12:05"), False)))
    answered = replace(facts, contacts=(*facts.contacts, Contact(utc("2013-03-21T12:10"), True)))
    (open_clock,) = next_responses(facts, promise(120, LONG_OFFICE), now=utc("2013-03-21T12:06"))
    (clock,) = next_responses(answered, promise(120, LONG_OFFICE), now=LATER)
    assert (open_clock.deadline, open_clock.verdict) == (utc("2013-03-21T14:05"), Verdict.RUNNING)
    assert (clock.deadline, clock.verdict) == (utc("2013-03-21T14:05"), Verdict.MET)


def test_an_enquiry_at_night_answered_three_seconds_after_opening_took_three_seconds() -> None:
    """Zammad says 0 minutes; we count no minutes but what passed. A public holiday that nobody entered is none."""
    facts = Facts(utc("2013-03-28T23:49"), (Contact(utc("2013-03-29T07:00:03"), by_us=True),))
    assert minutes_used(facts, promise(60, LONG_OFFICE)) == 0.05


def test_a_call_at_night_answers_and_took_no_time() -> None:
    facts = Facts(utc("2013-03-28T23:49"), (Contact(utc("2013-03-28T23:55"), by_us=True),))
    assert first_response(facts, promise(60, LONG_OFFICE), now=LATER).verdict == Verdict.MET
    assert minutes_used(facts, promise(60, LONG_OFFICE)) == 0


def test_where_no_promise_fits_nothing_is_due() -> None:
    clock = first_response(Facts(MARCH), promise(None, OFFICE), now=LATER)
    assert (clock.deadline, clock.verdict) == (None, Verdict.RUNNING)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2013-03-21T09:30", "2013-03-21T11:30"),  # winter: 10:30 in Berlin
        ("2013-10-21T09:30", "2013-10-21T11:30"),  # summer: 11:30 in Berlin
        ("2013-10-21T05:30", "2013-10-21T08:00"),  # 7:30 in Berlin; it opens at 8:00
    ],
)
def test_summer_and_winter_time_are_those_of_the_calendar(asked: str, due: str) -> None:
    assert first_response(Facts(utc(asked)), promise(120, berlin(8, 17)), now=utc(asked)).deadline == utc(due)


def test_a_holiday_between_is_skipped_and_one_that_was_crossed_out_is_not() -> None:
    # 16:30 to 17:00 on Monday; Tuesday is a holiday; Wednesday, crossed out, has 8:00 to 9:30.
    calendar, asked = berlin(8, 17, holidays=("2015-09-22",)), utc("2015-09-21T14:30")
    clock = first_response(Facts(asked), promise(120, calendar), now=asked)
    assert clock.deadline == utc("2015-09-23T07:30")


def test_a_pause_moves_the_deadline_and_a_closing_does_not() -> None:
    """Waiting from 9:30 to 9:45, closed from 10:00 to 10:30: Zammad skips both and says 11:45."""
    facts = Facts(
        JUNE,
        waits=(Wait(utc("2013-06-04T09:30"), utc("2013-06-04T09:45")),),
        closings=(Closing(utc("2013-06-04T10:00"), utc("2013-06-04T10:30")),),
    )
    clock = first_response(facts, promise(120, SHOP), now=utc("2013-06-04T10:30"))
    assert (clock.deadline, clock.verdict) == (utc("2013-06-04T11:15"), Verdict.RUNNING)


def test_what_is_over_when_the_doors_close_is_due_then_and_not_next_morning() -> None:
    """An hour is left at 17:00: 18:00 in Berlin. Zammad's older tests say so, its newer ones 9:00 next day."""
    facts = Facts(JUNE, waits=(Wait(utc("2013-06-04T10:00"), utc("2013-06-04T15:00")),))
    clock = first_response(facts, promise(120, SHOP), now=utc("2013-06-04T15:00"))
    assert clock.deadline == utc("2013-06-04T16:00")


def test_an_answer_after_a_pause_took_the_time_outside_it() -> None:
    # 9:00 to 10:45, less half an hour: 75 minutes.
    facts = Facts(
        JUNE,
        contacts=(Contact(utc("2013-06-04T10:45"), by_us=True),),
        waits=(Wait(utc("2013-06-04T10:00"), utc("2013-06-04T10:30")),),
    )
    assert first_response(facts, promise(120, SHOP), now=LATER).deadline == utc("2013-06-04T11:30")
    assert minutes_used(facts, promise(120, SHOP)) == 75


@pytest.mark.parametrize(
    ("waits", "due", "used"),
    [
        ([("09:00", "12:00")], "14:00", 0),
        ([("09:00", "10:30"), ("11:00", "12:00")], "13:30", 30),
        ([("09:00", "10:30"), ("11:00", "11:30")], "13:00", 60),
    ],
)
def test_what_waited_from_the_start_and_is_closed_at_noon_used_what_was_between(
    waits: list[tuple[str, str]], due: str, used: float
) -> None:
    day = "2013-06-04T"
    facts = Facts(
        JUNE,
        waits=tuple(Wait(utc(day + begin), utc(day + end)) for begin, end in waits),
        closings=(Closing(utc(day + "12:00"), None),),
    )
    clock = first_response(facts, promise(120, SHOP), now=LATER)
    assert (clock.deadline, clock.verdict, clock.stopped_at) == (
        utc(day + due), Verdict.CLOSED, utc(day + "12:00"),
    )  # fmt: skip
    assert minutes_used(facts, promise(120, SHOP)) == used


ASKED = utc("2016-11-01T13:56:21")
ANSWERED, WROTE = Contact(utc("2016-11-01T15:25:40"), True), Contact(utc("2016-11-01T15:59:14"), False)
WROTE_AGAIN, AND_AGAIN = (
    Contact(utc("2016-11-07T13:26:36"), False),
    Contact(utc("2016-11-07T14:26:36"), False),
)
AUTUMN = berlin(8, 20, days=5, holidays=("2016-11-01",))


def test_an_enquiry_on_a_holiday_is_due_after_it() -> None:
    clock = first_response(Facts(ASKED), promise(120, AUTUMN), now=ASKED)
    assert clock.deadline == utc("2016-11-02T09:00")


def test_an_answer_on_a_holiday_took_no_time() -> None:
    facts = Facts(ASKED, (ANSWERED,))
    assert first_response(facts, promise(120, AUTUMN), now=LATER).verdict == Verdict.MET
    assert minutes_used(facts, promise(120, AUTUMN)) == 0


def test_twenty_hours_after_a_holiday_are_a_day_of_twelve_and_eight_more() -> None:
    (clock,) = next_responses(Facts(ASKED, (ANSWERED, WROTE)), promise(1200, AUTUMN), now=WROTE.at)
    assert clock.deadline == utc("2016-11-03T15:00")


def test_while_it_is_the_customers_turn_nothing_is_due() -> None:
    facts = Facts(ASKED, (ANSWERED, WROTE), waits=(Wait(utc("2016-11-01T15:59:58"), None),))
    (clock,) = next_responses(facts, promise(1200, AUTUMN), now=utc("2016-11-05T00:00"))
    assert (clock.deadline, clock.verdict) == (None, Verdict.PAUSED)


def test_the_customers_message_ends_the_wait_and_a_further_one_changes_nothing() -> None:
    """Twenty hours from Monday 13:26:36: 5:33:24, 12:00:00 and 2:26:36. Zammad's tests round it to 9:26 or 9:27."""
    waits = (Wait(utc("2016-11-01T15:59:58"), None),)
    for contacts in ((ANSWERED, WROTE, WROTE_AGAIN), (ANSWERED, WROTE, WROTE_AGAIN, AND_AGAIN)):
        (clock,) = next_responses(Facts(ASKED, contacts, waits), promise(1200, AUTUMN), now=AND_AGAIN.at)
        assert (clock.started_at, clock.deadline) == (WROTE.at, utc("2016-11-09T09:26:36"))


def test_a_change_of_the_calendar_changes_no_verdict_of_before() -> None:
    """Zammad works past deadlines out anew. Ours stay with the version that was in force, and it shows."""
    before, after = promise(60, AUTUMN), promise(60, berlin(4, 20, days=5, holidays=("2016-11-01",)))
    facts = Facts(ASKED, (Contact(utc("2016-11-02T07:30"), by_us=True),))
    assert first_response(facts, before, now=LATER).deadline == utc("2016-11-02T08:00")
    assert first_response(facts, after, now=LATER).deadline == utc("2016-11-02T04:00")
    assert first_response(facts, before, now=LATER).verdict == Verdict.MET
    assert fingerprint(ASKED, before, ()) != fingerprint(ASKED, after, ())


def test_of_half_an_hour_that_a_pause_interrupts_the_rest_comes_after_it() -> None:
    # Open day and night; waiting from 10:30 to 11:00. From 10:15: 15 minutes before, 15 after.
    calendar, day = WorkingCalendar("Europe/Berlin", ALWAYS), "2013-06-04T"
    facts = Facts(utc(day + "10:15"), waits=(Wait(utc(day + "10:30"), utc(day + "11:00")),))
    assert first_response(facts, promise(30, calendar), now=utc(day + "11:00")).deadline == utc(day + "11:15")


@pytest.mark.parametrize(
    ("begin", "end", "minutes"), [("09:00", "11:00", 90), ("09:30", "11:00", 60), ("09:00", "09:30", 30)]
)
def test_working_minutes_of_any_period_leave_out_the_pause(begin: str, end: str, minutes: int) -> None:
    # Waiting from 10:30 to 11:00, when it was closed.
    pause = Pause(utc("2013-06-04T10:30"), utc("2013-06-04T11:00"))
    found = elapsed(
        WorkingCalendar("Europe/Berlin", ALWAYS),
        utc(f"2013-06-04T{begin}"),
        utc(f"2013-06-04T{end}"),
        [pause],
    )
    assert found == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2013-11-30T23:45", "2013-12-01T00:15"),  # over midnight UTC
        ("2013-11-30T22:45", "2013-11-30T23:45"),  # over midnight in Berlin
        ("2013-11-25T11:00", "2013-11-30T11:00"),  # for five days
    ],
)
def test_a_pause_over_midnight_costs_what_it_lasted(begin: str, end: str) -> None:
    pause = Pause(utc(begin), utc(end))
    calendar, first, last = (
        WorkingCalendar("Europe/Berlin", ALWAYS),
        utc("2013-11-20T00:00"),
        utc("2013-12-05T00:00"),
    )
    lost = elapsed(calendar, first, last) - elapsed(calendar, first, last, [pause])
    assert lost == utc(end) - utc(begin)
