"""A stretch of time as it is told. The shop is in Mumbai, Monday to Friday, 9 to 18."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assignments.working_time import (
    Closure,
    Holiday,
    Pause,
    Span,
    Why,
    WorkingCalendar,
    elapsed,
    segments,
)
from tests.assignments.working_time import oracle
from tests.assignments.working_time.calendars import calendars, often, pauses_after
from tests.assignments.working_time.shop import at, shop


def told(
    calendar: WorkingCalendar, start: str, end: str, pauses: list[Pause] | None = None
) -> list[tuple[str, str, str, str]]:
    """Begin and end as a clock in Mumbai shows them, why, name."""
    found = segments(calendar, at(start), at(end), pauses or ())
    local = at(start).tzinfo
    return [
        (*(f"{moment.astimezone(local):%a %H:%M}" for moment in (one.begin, one.end)), one.why, one.name)
        for one in found
    ]


def test_nights_are_closed() -> None:
    assert told(shop(), "2026-11-26T17:00", "2026-11-27T10:00") == [
        ("Thu 17:00", "Thu 18:00", Why.OPEN, ""),
        ("Thu 18:00", "Fri 09:00", Why.CLOSED, ""),
        ("Fri 09:00", "Fri 10:00", Why.OPEN, ""),
    ]


def test_a_weekend_is_one_segment() -> None:
    assert told(shop(), "2026-11-28T10:00", "2026-11-30T10:00") == [
        ("Sat 10:00", "Mon 09:00", Why.CLOSED, ""),
        ("Mon 09:00", "Mon 10:00", Why.OPEN, ""),
    ]


def test_holidays_and_closures_are_named_for_the_hours_that_they_took() -> None:
    calendar = shop(
        holidays=(Holiday(date(2026, 11, 26), "Thanksgiving"),),
        closures=(Closure(datetime(2026, 11, 27, 13), datetime(2026, 11, 27, 20), "Stocktaking"),),  # noqa: DTZ001  # a wall clock's
    )
    assert told(calendar, "2026-11-26T08:00", "2026-11-27T21:00") == [
        ("Thu 08:00", "Thu 09:00", Why.CLOSED, ""),
        ("Thu 09:00", "Thu 18:00", Why.HOLIDAY, "Thanksgiving"),
        ("Thu 18:00", "Fri 09:00", Why.CLOSED, ""),
        ("Fri 09:00", "Fri 13:00", Why.OPEN, ""),
        ("Fri 13:00", "Fri 18:00", Why.CLOSURE, "Stocktaking"),
        ("Fri 18:00", "Fri 21:00", Why.CLOSED, ""),
    ]


def test_a_pause_is_told_where_time_would_have_counted() -> None:
    pause = Pause(at("2026-11-26T17:00"), at("2026-11-27T10:00"), "Samples")
    assert told(shop(), "2026-11-26T16:00", "2026-11-27T11:00", [pause]) == [
        ("Thu 16:00", "Thu 17:00", Why.OPEN, ""),
        ("Thu 17:00", "Thu 18:00", Why.PAUSED, "Samples"),
        ("Thu 18:00", "Fri 09:00", Why.CLOSED, ""),
        ("Fri 09:00", "Fri 10:00", Why.PAUSED, "Samples"),
        ("Fri 10:00", "Fri 11:00", Why.OPEN, ""),
    ]


def test_of_pauses_that_overlap_the_first_is_told_as_long_as_it_lasts() -> None:
    pauses = [
        Pause(at("2026-11-26T11:00"), None, "Second"),
        Pause(at("2026-11-26T10:00"), at("2026-11-26T12:00"), "First"),
    ]
    assert told(shop(), "2026-11-26T10:00", "2026-11-26T13:00", pauses) == [
        ("Thu 10:00", "Thu 12:00", Why.PAUSED, "First"),
        ("Thu 12:00", "Thu 13:00", Why.PAUSED, "Second"),
    ]


def test_a_calendar_that_never_opens_counts_by_the_wall_clock_and_says_so() -> None:
    calendar = shop(week=((),) * 7, holidays=(Holiday(date(2026, 11, 26), "Thanksgiving"),))
    assert told(calendar, "2026-11-26T08:00", "2026-12-30T21:00") == [
        ("Thu 08:00", "Wed 21:00", Why.WALL_CLOCK, ""),
    ]


def test_a_shop_that_closes_for_good_counts_by_the_wall_clock_from_then_on() -> None:
    for_good = Closure(datetime(2026, 11, 26, 17), datetime(9000, 1, 1), "Closed for good")  # noqa: DTZ001  # a wall clock's
    assert told(shop(closures=(for_good,)), "2026-11-26T16:00", "2026-11-29T21:00") == [
        ("Thu 16:00", "Thu 17:00", Why.OPEN, ""),
        ("Thu 17:00", "Sun 21:00", Why.WALL_CLOCK, ""),
    ]


def test_new_year_divides_no_segment() -> None:
    calendar = shop(week=((Span(0, 1440),),) * 7)
    assert told(calendar, "2026-12-30T08:00", "2027-01-02T21:00") == [
        ("Wed 08:00", "Sat 21:00", Why.OPEN, ""),
    ]


def test_no_time_is_no_segment() -> None:
    assert segments(shop(), at("2026-11-26T08:00"), at("2026-11-26T08:00")) == ()


@often
@given(calendars(), st.integers(1, 8 * 1440), st.data())
def test_segments_cover_the_time_without_a_gap_and_the_counted_ones_are_what_elapsed(
    asked: tuple[WorkingCalendar, datetime], length: int, data: st.DataObject
) -> None:
    calendar, start = asked
    end, pauses = start + timedelta(minutes=length), data.draw(pauses_after(start))
    found = segments(calendar, start, end, pauses)
    assert [found[0].begin, *(one.end for one in found)] == [*(one.begin for one in found), end]
    assert found[0].begin == start
    assert all(one.begin < one.end for one in found)
    assert all((a.why, a.name) != (b.why, b.name) for a, b in pairwise(found))
    counted = sum((one.length for one in found if one.counted), timedelta(0))
    assert counted == elapsed(calendar, start, end, pauses)


@often
@given(calendars(), st.integers(0, 8 * 1440), st.data())
def test_each_minute_is_told_as_the_oracle_sees_it(
    asked: tuple[WorkingCalendar, datetime], minute: int, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses, now = data.draw(pauses_after(start)), start + timedelta(minutes=minute)
    (found,) = segments(calendar, now, now + timedelta(minutes=1), pauses)
    paused = any(one.begin <= now and (one.end is None or now < one.end) for one in pauses)
    if found.why == Why.PAUSED:
        assert paused
        assert oracle.counts(calendar, now)
    elif found.why == Why.WALL_CLOCK:
        assert oracle.counts(calendar, now, pauses)
        assert not oracle.is_open(calendar, now)
    else:
        assert (found.why == Why.OPEN) == oracle.counts(calendar, now, pauses)
    without_exceptions = WorkingCalendar(calendar.zone, calendar.week)
    if found.why in (Why.HOLIDAY, Why.CLOSURE):
        assert oracle.counts(without_exceptions, now)
