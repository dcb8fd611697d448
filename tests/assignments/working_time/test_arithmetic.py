"""Against the oracle that counts minute by minute."""

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assignments.working_time import (
    Closure,
    Holiday,
    Pause,
    Span,
    WorkingCalendar,
    deadline,
    elapsed,
    is_open,
    next_opening,
)
from tests.assignments.working_time import oracle
from tests.assignments.working_time.calendars import calendars, pauses_after

IST = ZoneInfo("Asia/Kolkata")
DAY = (Span(9 * 60, 18 * 60),)
NEVER_OPEN: tuple[tuple[Span, ...], ...] = ((),) * 7
LONGEST = 8 * 1440  # minutes that the oracle walks
often = settings(max_examples=int(os.environ.get("ORACLE_EXAMPLES", "80")), deadline=None)
minutes = st.integers(1, 3000).map(lambda number: timedelta(minutes=number))


def shop(**changed: object) -> WorkingCalendar:
    """Monday to Friday, 9 to 18, in Mumbai."""
    facts: dict[str, object] = {"zone": "Asia/Kolkata", "week": (DAY,) * 5 + ((), ())}
    return WorkingCalendar(**{**facts, **changed})  # type: ignore[arg-type]  # the test names its parts


def at(text: str, zone: str = "Asia/Kolkata") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@often
@given(calendars(), st.integers(0, LONGEST), st.data())
def test_elapsed_time_is_what_the_oracle_counts(
    asked: tuple[WorkingCalendar, datetime], length: int, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    end = start + timedelta(minutes=length)
    assume(next_opening(calendar, start) is not None)
    assert elapsed(calendar, start, end, pauses) == oracle.elapsed(calendar, start, end, pauses)


@often
@given(calendars(), minutes, st.data())
def test_a_deadline_is_where_the_oracle_arrives(
    asked: tuple[WorkingCalendar, datetime], target: timedelta, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    found = deadline(calendar, start, target, pauses)
    until = start + timedelta(minutes=LONGEST)
    counted = oracle.deadline(calendar, start, target, pauses, until)
    if found.by_wall_clock or found.at is None or found.at > until:
        assert counted is None or found.by_wall_clock
    else:
        assert found.at == counted


@often
@given(calendars(), minutes, st.data())
def test_what_has_elapsed_at_the_deadline_is_the_target(
    asked: tuple[WorkingCalendar, datetime], target: timedelta, data: st.DataObject
) -> None:
    calendar, start = asked
    start += timedelta(microseconds=data.draw(st.integers(0, 10**8)))
    pauses = data.draw(pauses_after(start))
    found = deadline(calendar, start, target, pauses)
    assume(found.at is not None and (not found.by_wall_clock or next_opening(calendar, start) is None))
    assert found.at is not None
    assert elapsed(calendar, start, found.at, pauses) == target


@often
@given(calendars(), minutes, minutes, st.data())
def test_more_target_never_gives_an_earlier_deadline_and_a_pause_neither(
    asked: tuple[WorkingCalendar, datetime], target: timedelta, more: timedelta, data: st.DataObject
) -> None:
    calendar, start = asked
    pauses = data.draw(pauses_after(start))
    found = deadline(calendar, start, target, pauses)
    longer = deadline(calendar, start, target + more, pauses)
    unpaused = deadline(calendar, start, target)
    assume(found.by_wall_clock == longer.by_wall_clock == unpaused.by_wall_clock)
    assert unpaused.at is not None
    assert found.at is None or found.at >= unpaused.at
    assert longer.at is None or (found.at is not None and longer.at > found.at)


@often
@given(calendars())
def test_the_next_opening_is_the_first_minute_that_counts(asked: tuple[WorkingCalendar, datetime]) -> None:
    calendar, start = asked
    found = next_opening(calendar, start)
    assert is_open(calendar, start) == oracle.counts(calendar, start)
    if found is not None and found <= start + timedelta(minutes=LONGEST):
        assert oracle.counts(calendar, found)
        assert oracle.elapsed(calendar, start, found) == timedelta(0)


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


# What others get wrong, with their own inputs (docs/sla-cases.md).


def test_a_lead_of_saturday_afternoon_is_due_on_monday_at_ten() -> None:
    # Frappe CRM says Monday 15:00. Closed on Saturday: the hour is Monday's from 9:00 to 10:00.
    found = deadline(shop(), at("2026-11-28T14:00"), timedelta(hours=1))
    assert found.at == at("2026-11-30T10:00")


def test_a_holiday_that_comes_after_the_deadline_changes_nothing() -> None:
    # Saturday 17:30 and an hour, Tuesday is a holiday: Monday's first hour, so 10:00. Frappe CRM: Wednesday 9:30.
    calendar = shop(holidays=(Holiday(at("2026-12-01T00:00").date(), "Tuesday"),))
    assert deadline(calendar, at("2026-11-28T17:30"), timedelta(hours=1)).at == at("2026-11-30T10:00")


def test_with_monday_and_tuesday_closed_too_it_is_wednesday_at_half_past_nine() -> None:
    closed = tuple(Holiday(at(f"{day}T00:00").date(), "Holiday") for day in ("2026-11-30", "2026-12-01"))
    calendar = shop(week=(DAY,) * 6 + ((),), holidays=closed)
    assert deadline(calendar, at("2026-11-28T17:30"), timedelta(hours=1)).at == at("2026-12-02T09:30")


def test_all_windows_of_a_day_count() -> None:
    # 9-13 and 14-18; with Frappe CRM the last row wins. From 12:00: one hour until lunch, one after it.
    calendar = shop(week=((Span(540, 780), Span(840, 1080)),) * 5 + ((), ()))
    assert deadline(calendar, at("2026-11-27T12:00"), timedelta(hours=2)).at == at("2026-11-27T15:00")


def test_a_pause_over_the_weekend_costs_its_working_time_and_no_more() -> None:
    # Due on Monday at 10:00 (asked on Friday at 17:00 with two hours), paused from Friday 17:30 to Monday 9:30.
    # Half an hour was used on Friday; an hour and a half is left at 9:30: 11:00. BottleCRM: Thursday 2:00.
    start, pause = at("2026-11-27T17:00"), Pause(at("2026-11-27T17:30"), at("2026-11-30T09:30"))
    assert deadline(shop(), start, timedelta(hours=2)).at == at("2026-11-30T10:00")
    assert deadline(shop(), start, timedelta(hours=2), [pause]).at == at("2026-11-30T11:00")


def test_four_hours_are_four_hours_across_a_change_of_the_clocks() -> None:
    # Open day and night in New York; from 0:00 on the 8th of March, when 2:00 becomes 3:00: 5:00 on the wall is
    # four hours later. BottleCRM makes five of them.
    calendar = shop(week=((Span(0, 1440),),) * 7, zone="America/New_York")
    found = deadline(calendar, at("2026-03-08T00:00", "America/New_York"), timedelta(hours=4))
    assert found.at == at("2026-03-08T05:00", "America/New_York")
    assert found.at - datetime(2026, 3, 8, 5, tzinfo=UTC) == timedelta(hours=4)


def test_a_month_is_counted_as_quickly_as_an_hour() -> None:
    # 14 seconds to save a lead answered after 31 days: Frappe CRM walks by the minute. The bench has the times;
    # here it is the result: 23 working days of nine hours.
    assert elapsed(shop(), at("2026-10-27T09:00"), at("2026-11-27T09:00")) == timedelta(hours=23 * 9)
