"""Any calendar that anybody may think of, around days on which clocks do something odd."""

import os
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from assignments.working_time import Closure, Holiday, Pause, Span, WorkingCalendar

# A zone, and a day near which its clocks are interesting.
ODD_DAYS = (
    ("Asia/Kolkata", date(2026, 11, 27)),  # 5:30 ahead
    ("Asia/Kathmandu", date(2027, 1, 1)),  # 5:45 ahead, and the end of a year
    ("Europe/Berlin", date(2026, 3, 29)),  # an hour skipped at night
    ("Europe/Berlin", date(2026, 10, 25)),  # an hour twice
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour twice
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour skipped
    ("America/Havana", date(2026, 3, 8)),  # midnight skipped
    ("America/Havana", date(2026, 11, 1)),  # midnight twice
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that was not
    ("Pacific/Kiritimati", date(2026, 1, 1)),  # 14 hours ahead
    ("Pacific/Pago_Pago", date(2026, 1, 1)),  # 11 hours behind
    ("UTC", date(2028, 2, 29)),
)

# The suite walks few and the same each time; ORACLE_EXAMPLES=5000 walks many, and others each time.
EXAMPLES = os.environ.get("ORACLE_EXAMPLES")
often = settings(max_examples=int(EXAMPLES or 80), deadline=None, derandomize=EXAMPLES is None)

FOR_GOOD = datetime(2900, 1, 1)  # noqa: DTZ001  # a wall clock's

spans = st.integers(0, 1439).flatmap(
    lambda begin: st.integers(begin + 1, 2880).map(lambda end: Span(begin, end))
)
days = st.one_of(
    st.just(()),
    st.just((Span(540, 1080),)),
    st.just((Span(0, 1440),)),
    st.just((Span(1320, 1800),)),
    st.lists(spans, max_size=3).map(tuple),
)
offsets = st.integers(-4000, 6000)  # minutes
weeks = st.tuples(days, days, days, days, days, days, days)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingCalendar, datetime]:
    """With a moment, on a minute, within some days of what is odd about it."""
    zone, day = draw(st.sampled_from(ODD_DAYS))
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # a wall clock's
    closures = draw(st.lists(closures_after(midnight), max_size=3))
    if draw(st.integers(0, 9)) == 9:
        closures.append(Closure(midnight + timedelta(minutes=draw(offsets)), FOR_GOOD, "Closed for good"))
    holidays = draw(st.lists(st.integers(-3, 5), max_size=3, unique=True))
    calendar = WorkingCalendar(
        zone=zone,
        week=draw(weeks),
        closures=tuple(closures),
        holidays=tuple(Holiday(day + timedelta(days=number), "Holiday") for number in holidays),
    )
    start = midnight.replace(tzinfo=UTC) + timedelta(minutes=draw(st.integers(-4000, 4000)))
    return calendar, start


def closures_after(midnight: datetime) -> st.SearchStrategy[Closure]:
    def closure(begin: int, length: int) -> Closure:
        at = midnight + timedelta(minutes=begin)
        return Closure(at, at + timedelta(minutes=length), "Closed")

    return st.builds(closure, offsets, st.integers(1, 4000))


def pauses_after(start: datetime) -> st.SearchStrategy[list[Pause]]:
    """Also before it, overlapping, and one that goes on."""

    def pause(begin: int, length: int | None) -> Pause:
        at = start + timedelta(minutes=begin)
        return Pause(at, None if length is None else at + timedelta(minutes=length))

    one = st.builds(pause, st.integers(-500, 6000), st.one_of(st.integers(1, 3000), st.none()))
    return st.lists(one, max_size=3)
