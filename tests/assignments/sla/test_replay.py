"""A lead's story told up to each moment of it: what was once a fact stays one, whatever comes after."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assignments.sla import (
    Clock,
    Closing,
    Contact,
    Facts,
    Verdict,
    Wait,
    explain,
    first_response,
    next_responses,
    owner_response,
)
from tests.assignments.sla.stories import SHOP, at, within
from tests.assignments.working_time import oracle
from tests.assignments.working_time.calendars import often

START, PROMISE = at("mon 10:00"), within(4)
FINAL = (Verdict.MET, Verdict.ANSWERED_LATE)
LONGEST = 5 * 1440  # minutes
moments = st.integers(0, LONGEST).map(lambda minutes: START + timedelta(minutes=minutes))


def is_the_customers_turn(facts: Facts, minute: datetime) -> bool:
    """A colleague waits for the customer, who has not written since."""
    return any(
        begin <= minute
        and (end is None or minute < end)
        and not any(begin < contact.at <= minute for contact in facts.contacts if not contact.by_us)
        for begin, end, _ in facts.waits
    )


@st.composite
def stories(draw: st.DrawFn) -> Facts:
    """Waits may overlap, as colleagues do; a lead is closed once at a time."""
    contacts = draw(st.lists(st.builds(Contact, moments, st.booleans()), max_size=5))
    waits = [Wait(*span) for span in draw(st.lists(st.tuples(moments, moments).map(sorted), max_size=2))]
    turns = sorted(draw(st.lists(moments, max_size=4, unique=True)))
    closings = [Closing(*turns[n : n + 2]) for n in range(0, len(turns) - 1, 2)]
    if len(turns) % 2:
        closings.append(Closing(turns[-1], None))
    return Facts(START, tuple(contacts), tuple(waits), tuple(closings))


def up_to(facts: Facts, now: datetime) -> Facts:
    """As it was known then: what ended later was still going on."""

    def so_far(end: datetime | None) -> datetime | None:
        return end if end is not None and end <= now else None

    return Facts(
        facts.submitted_at,
        tuple(one for one in facts.contacts if one.at <= now),
        tuple(Wait(one.begin, so_far(one.end)) for one in facts.waits if one.begin <= now),
        tuple(Closing(one.begin, so_far(one.end)) for one in facts.closings if one.begin <= now),
    )


def clocks(facts: Facts, now: datetime) -> dict[tuple[str, datetime], Clock]:
    known = up_to(facts, now)
    found = [
        first_response(known, PROMISE, now=now),
        owner_response(known, START, PROMISE, now=now),
        *next_responses(known, PROMISE, now=now),
    ]
    return {(clock.name, clock.started_at): clock for clock in found}


@often
@given(stories(), moments, moments)
def test_a_miss_stays_a_miss_and_an_answer_stays_an_answer(
    facts: Facts, one: datetime, other: datetime
) -> None:
    before, after = clocks(facts, min(one, other)), clocks(facts, max(one, other))
    for name, clock in before.items():
        later = after[name]
        if clock.missed_at is not None:
            assert later.missed_at == clock.missed_at
            assert later.deadline == clock.deadline
        if clock.verdict in FINAL:
            assert later.verdict == clock.verdict
            assert later.answered_at == clock.answered_at


@often
@given(stories(), moments)
def test_the_deadline_is_where_counting_minute_by_minute_arrives(facts: Facts, now: datetime) -> None:
    known, left = up_to(facts, now), timedelta(hours=4)
    for minute in oracle.minutes(START, START + timedelta(days=10)):
        if left and oracle.counts(SHOP, minute) and not is_the_customers_turn(known, minute):
            left -= oracle.MINUTE
            due = minute + oracle.MINUTE
    assert first_response(known, PROMISE, now=now).deadline == (None if left else due)


@often
@given(stories(), moments)
def test_a_clock_says_one_thing(facts: Facts, now: datetime) -> None:
    for clock in clocks(facts, now).values():
        assert clock.answered_at is None or clock.stopped_at is None
        assert (clock.verdict == Verdict.MET) == (clock.answered_at is not None and clock.missed_at is None)
        assert (clock.verdict == Verdict.ANSWERED_LATE) == (
            clock.answered_at is not None and clock.missed_at is not None
        )
        assert (clock.verdict == Verdict.MISSED) == (
            clock.answered_at is None and clock.missed_at is not None
        )
        if clock.missed_at is not None:
            assert clock.deadline is not None
            assert clock.deadline <= clock.missed_at < now
        if clock.verdict == Verdict.RUNNING:
            assert clock.deadline is not None
            assert now <= clock.deadline or any(end == now for _, end in facts.closings)


@often
@given(stories(), moments)
def test_a_customer_waits_for_one_answer_at_a_time(facts: Facts, now: datetime) -> None:
    known = up_to(facts, now)
    found = (first_response(known, PROMISE, now=now), *next_responses(known, PROMISE, now=now))
    assert sum(clock.ended_at is None for clock in found) <= 1


@often
@given(stories(), moments)
def test_an_explanation_adds_up(facts: Facts, now: datetime) -> None:
    known = up_to(facts, now)
    for clock in clocks(facts, now).values():
        told = explain(clock, PROMISE, known.pauses, now=now)
        assert told.counted + sum(told.skipped.values(), timedelta(0)) == told.until - clock.started_at
        if clock.deadline is not None and told.until >= clock.deadline:
            assert told.left is not None
            assert told.left <= timedelta(0)
