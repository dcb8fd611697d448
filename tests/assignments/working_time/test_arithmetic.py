"""Working time in named situations. The shop is in Mumbai, Monday to Friday, 9 to 18."""

from datetime import UTC, datetime, timedelta

import pytest

from assignments.working_time import Closure, Holiday, Pause, Span, deadline, elapsed
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
