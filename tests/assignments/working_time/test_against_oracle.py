"""Any calendar around odd days, against the oracle that counts minute by minute.

The suite draws the same few examples each time: ORACLE_EXAMPLES=5000 draws many, and others each time.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assignments.working_time import (
    Why,
    WorkingCalendar,
    deadline,
    elapsed,
    is_open,
    next_opening,
    segments,
)
from tests.assignments.working_time import oracle
from tests.assignments.working_time.calendars import calendars, often, pauses_after

LAST = datetime(9999, 1, 1, tzinfo=UTC)
LONGEST = 8 * 1440  # minutes that the oracle walks
minutes = st.integers(1, 3000).map(lambda number: timedelta(minutes=number))


@often
@given(calendars(), st.integers(0, LONGEST), st.data())
def test_elapsed_time_is_what_the_oracle_counts(
    asked: tuple[WorkingCalendar, datetime], length: int, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    end = start + timedelta(minutes=length)
    assert elapsed(calendar, start, end, pauses) == oracle.elapsed(calendar, start, end, pauses)


@often
@given(calendars(), minutes, st.data())
def test_a_deadline_is_where_the_oracle_arrives(
    asked: tuple[WorkingCalendar, datetime], target: timedelta, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    found = deadline(calendar, start, target, pauses).at
    until = start + timedelta(minutes=LONGEST)
    known = found if found is not None and found <= until else None
    assert known == oracle.deadline(calendar, start, target, pauses, until)


@often
@given(calendars(), minutes, st.data())
def test_what_has_elapsed_at_the_deadline_is_the_target(
    asked: tuple[WorkingCalendar, datetime], target: timedelta, data: st.DataObject
) -> None:
    calendar, start = asked
    start += timedelta(microseconds=data.draw(st.integers(0, 10**8)))
    pauses = data.draw(pauses_after(start))
    found = deadline(calendar, start, target, pauses).at
    if found is None:
        # What counts before the pause that goes on is not enough.
        pauses_begin = min(pause.begin for pause in pauses if pause.end is None)
        assert elapsed(calendar, start, pauses_begin, pauses) < target
    else:
        assert elapsed(calendar, start, found, pauses) == target


@often
@given(calendars(), minutes, minutes, st.data())
def test_more_target_never_gives_an_earlier_deadline_and_a_pause_neither(
    asked: tuple[WorkingCalendar, datetime], target: timedelta, more: timedelta, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    found, longer = (deadline(calendar, start, length, pauses).at for length in (target, target + more))
    fewer = deadline(calendar, start, target, pauses[:-1]).at
    assert longer is None or (found is not None and longer > found)
    assert found is None or (fewer is not None and fewer <= found)


@often
@given(calendars(), st.integers(0, LONGEST), st.integers(0, LONGEST), st.data())
def test_what_elapsed_until_a_moment_and_after_it_is_what_elapsed(
    asked: tuple[WorkingCalendar, datetime], first: int, second: int, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + second)
    parts = elapsed(calendar, start, middle, pauses) + elapsed(calendar, middle, end, pauses)
    assert elapsed(calendar, start, end, pauses) == parts


@often
@given(calendars(), minutes)
def test_a_deadline_says_whether_hours_of_the_wall_clock_went_into_it(
    asked: tuple[WorkingCalendar, datetime], target: timedelta
) -> None:
    calendar, start = asked
    found = deadline(calendar, start, target)
    assert found.at is not None
    told = segments(calendar, start, found.at)
    assert found.by_wall_clock == any(one.why == Why.WALL_CLOCK for one in told)


@often
@given(calendars())
def test_the_next_opening_is_the_first_minute_that_counts(asked: tuple[WorkingCalendar, datetime]) -> None:
    calendar, start = asked
    found = next_opening(calendar, start)
    assert is_open(calendar, start) == oracle.is_open(calendar, start)
    until = min(found or LAST, start + timedelta(minutes=LONGEST))
    assert not any(oracle.is_open(calendar, minute) for minute in oracle.minutes(start, until))
    assert found is None or oracle.is_open(calendar, found)
