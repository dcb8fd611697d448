"""What other CRMs get wrong (docs/sla-cases.md), with their own inputs and the right answer worked out.

The shop is in Mumbai, Monday to Friday, 9 to 18; the 27th of November 2026 is a Friday.
"""

from datetime import UTC, datetime, timedelta

from assignments.working_time import Holiday, Pause, Span, deadline, elapsed
from tests.assignments.working_time.shop import DAY, at, shop


def test_a_lead_of_saturday_afternoon_is_due_on_monday_at_ten() -> None:
    # Frappe CRM says Monday 15:00. Closed on Saturday: the hour is Monday's from 9:00 to 10:00.
    found = deadline(shop(), at("2026-11-28T14:00"), timedelta(hours=1))
    assert found.at == at("2026-11-30T10:00")


def test_a_holiday_that_comes_after_the_deadline_changes_nothing() -> None:
    # Saturday 17:30 and an hour, Tuesday is a holiday: Monday's first hour, so 10:00. Frappe CRM: Wednesday 9:30.
    calendar = shop(holidays=(Holiday(at("2026-12-01T00:00").date(), "Tuesday"),))
    assert deadline(calendar, at("2026-11-28T17:30"), timedelta(hours=1)).at == at("2026-11-30T10:00")


def test_a_lead_of_the_last_half_hour_of_an_open_saturday_is_due_on_monday_at_half_past_nine() -> None:
    # The same with open Saturdays: half an hour until 18:00, the other half on Monday.
    calendar = shop(week=(DAY,) * 6 + ((),), holidays=(Holiday(at("2026-12-01T00:00").date(), "Tuesday"),))
    assert deadline(calendar, at("2026-11-28T17:30"), timedelta(hours=1)).at == at("2026-11-30T09:30")


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
