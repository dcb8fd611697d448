from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assignments.calendars import picture
from assignments.calendars.hours_text import Window
from assignments.working_time import Closure, Holiday, Span, WorkingCalendar, elapsed

LUNCH = (Span(540, 780), Span(840, 1080))
NIGHT = (Span(1320, 1800),)  # 22:00 to 06:00
NOTHING: tuple[Span, ...] = ()
THURSDAY, FRIDAY = date(2026, 12, 24), date(2026, 12, 25)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute)  # noqa: DTZ001  # the shop's clock


def week(**days: tuple[Span, ...]) -> tuple[tuple[Span, ...], ...]:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(days.get(name, NOTHING) for name in names)


def test_four_weeks_begin_with_the_monday_of_this_one() -> None:
    weeks = picture.four_weeks(WorkingCalendar("Asia/Kolkata", week()), date(2026, 11, 27))
    assert [len(days) for days in weeks] == [7, 7, 7, 7]
    assert (weeks[0][0].date, weeks[-1][-1].date) == (date(2026, 11, 23), date(2026, 12, 20))


def test_a_day_has_all_its_stretches() -> None:
    day = picture.day(WorkingCalendar("Asia/Kolkata", week(thu=LUNCH)), THURSDAY)
    assert (day.open, day.lost, day.notes) == (((540, 780), (840, 1080)), (), ())
    assert day.hours == "09:00–13:00, 14:00–18:00"
    assert day.shapes == [("open", 540, 240), ("open", 840, 240)]


def test_a_night_is_drawn_on_both_its_days() -> None:
    calendar = WorkingCalendar("Asia/Kolkata", week(thu=NIGHT))
    assert picture.day(calendar, THURSDAY).open == ((1320, 1440),)
    assert picture.day(calendar, FRIDAY).open == ((0, 360),)


def test_a_holiday_takes_the_whole_day_and_gives_it_its_name() -> None:
    calendar = WorkingCalendar(
        "Asia/Kolkata", week(thu=NIGHT, fri=LUNCH), holidays=(Holiday(FRIDAY, "Christmas"),)
    )
    day = picture.day(calendar, FRIDAY)
    assert (day.open, day.lost, day.notes) == ((), ((0, 360), (540, 780), (840, 1080)), ("Christmas",))
    assert day.hours == ""


@pytest.mark.parametrize(
    ("closure", "open_hours", "notes"),
    [
        (Closure(at(24, 13), at(24, 18), "Half day"), ((540, 780),), ("Half day 13:00–18:00",)),
        (Closure(at(24, 0), at(25, 0), "Stocktaking"), (), ("Stocktaking",)),
        (Closure(at(23, 12), at(24, 12), ""), ((720, 780), (840, 1080)), ("00:00–12:00",)),
        (Closure(at(24, 20), at(24, 22), "Party"), ((540, 780), (840, 1080)), ("Party 20:00–22:00",)),
        (Closure(at(26, 0), at(27, 0), "Later"), ((540, 780), (840, 1080)), ()),
    ],
)
def test_a_closure_takes_its_part_of_the_day(
    closure: Closure, open_hours: tuple[Window, ...], notes: tuple[str, ...]
) -> None:
    day = picture.day(WorkingCalendar("Asia/Kolkata", week(thu=LUNCH), (closure,)), THURSDAY)
    assert (day.open, day.notes) == (open_hours, notes)


MINUTES = st.integers(0, 1439)
SPANS = st.builds(lambda begin, length: Span(begin, begin + length), MINUTES, st.integers(1, 1440))
MOMENTS = st.datetimes(datetime(2026, 12, 20), datetime(2026, 12, 30))  # noqa: DTZ001  # wall clocks


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    days = draw(st.lists(st.lists(SPANS, max_size=3), min_size=7, max_size=7))
    edges = draw(st.lists(st.tuples(MOMENTS, MOMENTS), max_size=3))
    whole = [tuple(moment.replace(second=0, microsecond=0) for moment in sorted(pair)) for pair in edges]
    closures = tuple(Closure(begin, end, "") for begin, end in whole if begin < end)
    holidays = draw(st.lists(st.dates(date(2026, 12, 20), date(2026, 12, 30)), max_size=2))
    return WorkingCalendar(
        "UTC", tuple(map(tuple, days)), closures, tuple(Holiday(day, "Holiday") for day in holidays)
    )


@given(calendars(), st.integers(20, 30))
def test_what_is_drawn_is_what_counts(calendar: WorkingCalendar, number: int) -> None:
    """As long as the calendar opens at all: one that never does counts every hour."""
    begin = datetime(2026, 12, number, tzinfo=UTC)
    drawn = sum(end - first for first, end in picture.day(calendar, begin.date()).open)
    assume(any(calendar.week))
    assert timedelta(minutes=drawn) == elapsed(calendar, begin, begin + timedelta(days=1))
