"""Working time in named situations. The shop is in Mumbai, Monday to Friday, 9 to 18."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from assignments.working_time import Closure, Holiday, Pause, Span, deadline, elapsed, is_open, next_opening
from tests.assignments.working_time.shop import DAY, at, shop

NEVER_OPEN: tuple[tuple[Span, ...], ...] = ((),) * 7


@pytest.mark.parametrize("hours", [1, 24, 100])
def test_open_day_and_night_is_the_time_that_passes(hours: int) -> None:
    calendar = shop(week=((Span(0, 1440),),) * 7, zone="Europe/Berlin")
    start, target = datetime(2026, 3, 28, 20, 30, tzinfo=UTC), timedelta(hours=hours)
    assert deadline(calendar, start, target).at == start + target


def test_the_day_of_the_spring_change_has_23_hours_and_that_of_the_autumn_change_25() -> None:
    calendar = shop(week=((Span(0, 1440),),) * 7, zone="Europe/Berlin")
    spring, autumn = at("2026-03-29T00:00", "Europe/Berlin"), at("2026-10-25T00:00", "Europe/Berlin")
    assert elapsed(calendar, spring, at("2026-03-30T00:00", "Europe/Berlin")) == timedelta(hours=23)
    assert elapsed(calendar, autumn, at("2026-10-26T00:00", "Europe/Berlin")) == timedelta(hours=25)


def test_a_day_that_a_zone_skipped_has_no_hours() -> None:
    calendar = shop(week=(DAY,) * 7, zone="Pacific/Apia")
    start, end = at("2011-12-29T09:00", "Pacific/Apia"), at("2011-12-31T18:00", "Pacific/Apia")
    assert elapsed(calendar, start, end) == timedelta(hours=18)


def test_a_deadline_at_closing_time_is_closing_time() -> None:
    found = deadline(shop(), at("2026-11-27T17:00"), timedelta(hours=1))
    assert found.at == at("2026-11-27T18:00")


def test_no_target_is_over_at_once() -> None:
    assert deadline(shop(), at("2026-11-28T03:00"), timedelta(0)).at == at("2026-11-28T03:00")


def test_a_calendar_that_never_opens_counts_every_hour_and_says_so() -> None:
    calendar, start = shop(week=NEVER_OPEN), at("2026-11-27T17:00")
    found = deadline(calendar, start, timedelta(hours=4))
    assert (found.at, found.by_wall_clock) == (at("2026-11-27T21:00"), True)
    assert elapsed(calendar, start, at("2026-11-27T21:00")) == timedelta(hours=4)


def test_a_shop_that_closes_for_good_meanwhile_counts_every_hour_and_says_so() -> None:
    for_good = Closure(datetime(2026, 11, 27, 18), datetime(9000, 1, 1), "Closed for good")  # noqa: DTZ001
    found = deadline(shop(closures=(for_good,)), at("2026-11-27T17:00"), timedelta(hours=4))
    assert (found.at, found.by_wall_clock) == (at("2026-11-27T21:00"), True)


def test_a_pause_that_goes_on_leaves_the_deadline_open() -> None:
    start = at("2026-11-27T10:00")
    found = deadline(shop(), start, timedelta(hours=4), [Pause(at("2026-11-27T11:00"), None)])
    assert found.at is None


def test_a_pause_after_the_deadline_changes_nothing() -> None:
    start = at("2026-11-27T10:00")
    found = deadline(shop(), start, timedelta(hours=1), [Pause(at("2026-11-27T11:00"), None)])
    assert found.at == at("2026-11-27T11:00")


def test_a_holiday_takes_the_hours_after_midnight_from_a_night_shift() -> None:
    # 22:00 to 6:00 every night; Saturday the 26th is a holiday, so Friday's shift ends at midnight.
    calendar = shop(
        week=((Span(22 * 60, 30 * 60),),) * 7, holidays=(Holiday(at("2026-12-26T00:00").date(), "x"),)
    )
    found = deadline(calendar, at("2026-12-25T22:00"), timedelta(hours=3))
    # Two hours until midnight; on the 26th none, its own shift's evening neither; at midnight of the 27th goes
    # on what began on the 26th: the third hour is over at 1:00.
    assert found.at == at("2026-12-27T01:00")


def test_hours_that_end_in_the_hour_shown_twice_are_over_when_the_clock_says_so() -> None:
    # 22:00 to 2:30, in the night in which Berlin's clocks go from 3:00 back to 2:00: open until 2:30, and again
    # for the half hour in which they show 2:00 to 2:30 the second time. Five hours from 22:00 are those 4½ and ½.
    calendar = shop(zone="Europe/Berlin", week=((),) * 5 + ((Span(22 * 60, 26 * 60 + 30),), ()))
    start = at("2026-10-24T22:00", "Europe/Berlin")
    assert deadline(calendar, start, timedelta(hours=4.5)).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert deadline(calendar, start, timedelta(hours=5)).at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_hours_that_begin_in_the_hour_left_out_begin_when_it_is_over() -> None:
    # 2:30 to 5:00, on the day on which Berlin's clocks go from 2:00 to 3:00, which is 1:00 UTC.
    calendar = shop(zone="Europe/Berlin", week=((Span(150, 300),),) * 7)
    start = at("2026-03-29T00:00", "Europe/Berlin")
    assert next_opening(calendar, start) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert elapsed(calendar, start, at("2026-03-30T00:00", "Europe/Berlin")) == timedelta(hours=2)


def test_closures_that_touch_each_other_are_one_that_nobody_waits_for() -> None:
    # A closure a year, for eleven years.
    years = (datetime(year, 1, 1) for year in range(2026, 2038))  # noqa: DTZ001  # a wall clock's
    closed = tuple(Closure(begin, end, "Closed") for begin, end in pairwise(years))
    found = deadline(shop(closures=closed), at("2026-11-27T17:00"), timedelta(hours=4))
    assert (found.at, found.by_wall_clock) == (at("2026-11-27T21:00"), True)


def test_a_closure_of_two_years_is_waited_for() -> None:
    # The 1st of January 2029 is a Monday.
    closed = Closure(datetime(2027, 1, 1), datetime(2029, 1, 1), "Rebuilding")  # noqa: DTZ001  # a wall clock's
    found = deadline(shop(closures=(closed,)), at("2026-12-31T17:00"), timedelta(hours=2))
    assert (found.at, found.by_wall_clock) == (at("2029-01-01T10:00"), False)


def test_a_shop_that_opens_after_many_years_opens_in_time_for_nobody() -> None:
    closed = Closure(datetime(2026, 1, 1), datetime(2040, 1, 2), "Rebuilding")  # noqa: DTZ001  # a wall clock's
    assert next_opening(shop(closures=(closed,)), at("2026-12-31T17:00")) is None
    assert next_opening(shop(closures=(closed,)), at("2039-12-31T17:00")) == at("2040-01-02T09:00")


def test_a_target_of_centuries_is_never_over_and_found_at_once() -> None:
    found = deadline(shop(), at("2026-11-27T17:00"), timedelta(minutes=10**9))
    assert found.at == datetime(9998, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("year", [1, 2, 1883, 1969, 9997, 9998, 9999])
def test_any_time_that_a_database_may_hold_has_an_answer(year: int) -> None:
    start = datetime(year, 6, 1, tzinfo=UTC)
    found = deadline(shop(), start, timedelta(hours=1), [Pause(start, start + timedelta(minutes=1))]).at
    assert found is not None
    assert found >= start
    assert elapsed(shop(), start, datetime(9999, 1, 1, tzinfo=UTC)) >= timedelta(0)
    assert is_open(shop(), start) in (True, False)


def test_many_threads_that_ask_a_new_calendar_get_one_answer() -> None:
    calendar, start = shop(), at("2026-11-27T17:00")
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(deadline, calendar, start, timedelta(days=days)) for days in (400, 800) * 8]
        found = [one.result().at for one in asked]
    assert set(found) == {deadline(shop(), start, timedelta(days=days)).at for days in (400, 800)}


def test_no_more_years_are_kept_than_a_long_life_has() -> None:
    calendar = shop()
    for year in range(1900, 2200):
        elapsed(calendar, datetime(year, 1, 1, tzinfo=UTC), datetime(year, 2, 1, tzinfo=UTC))
    assert len(calendar.compiled) <= 128
