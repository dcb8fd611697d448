"""Deadlines in words. The shop is in India (UTC+5:30) and works Monday to Saturday, nine to six."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from assignments.countdown import EVERY_HOUR, Countdown, countdown, paused
from assignments.working_time import Closure, Span, WorkingCalendar

INDIA = ZoneInfo("Asia/Kolkata")
WEEK = (*[(Span(540, 1080),)] * 6, ())
SHOP = WorkingCalendar("Asia/Kolkata", WEEK)


@pytest.fixture(autouse=True)
def reader_in_india() -> Iterator[None]:
    with timezone.override(INDIA):
        yield


def november(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """In 2026: the 27th is a Friday."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=INDIA)


@pytest.mark.parametrize(
    ("now", "at", "text", "tone"),
    [
        (november(27, 12), november(27, 14, 10), "2 h 10 min left", ""),
        (november(27, 12), november(27, 14), "2 h left", ""),
        (november(27, 12), november(27, 12, 30), "30 min left", "due"),
        (november(27, 12), november(27, 12, 0, 59), "due now", "due"),
        (november(27, 12), november(27, 12), "due now", "due"),
        (november(27, 12, 0, 30), november(27, 12), "late", "late"),
        (november(27, 12, 35), november(27, 12), "35 min late", "late"),
        # Saturday 17:30 to 18:00, nothing on Sunday, Monday 9:00 to 9:30.
        (november(28, 17, 30), november(30, 9, 30), "1 h left", ""),
        # 26 hours are three working days less an hour: Friday 6, Saturday 9, Monday 9, Tuesday 2.
        (november(27, 12), datetime(2026, 12, 1, 11, tzinfo=INDIA), "26 h left", ""),
    ],
)
def test_while_the_shop_is_open_working_time_is_counted(
    now: datetime, at: datetime, text: str, tone: str
) -> None:
    found = countdown(at, now, SHOP)
    assert (found.text, found.tone) == (text, tone)


@pytest.mark.parametrize(
    ("now", "at", "text", "tone"),
    [
        (november(28, 20), november(30, 9, 30), "due Mon 09:30", "due"),
        (november(29, 12), november(30, 10), "due Mon 10:00", ""),
        (november(28, 18), datetime(2026, 12, 7, 9, 30, tzinfo=INDIA), "due Mon 7 Dec 09:30", ""),
        # Missed on Saturday at 17:25, asked on Sunday: 35 minutes were open since.
        (november(29, 12), november(28, 17, 25), "35 min late", "late"),
        # Missed when the doors closed: no working time has passed since.
        (november(29, 12), november(28, 18), "late", "late"),
    ],
)
def test_while_it_is_closed_the_deadline_itself_is_told(
    now: datetime, at: datetime, text: str, tone: str
) -> None:
    found = countdown(at, now, SHOP)
    assert (found.text, found.tone) == (text, tone)


def test_it_is_due_from_the_warning_of_its_policy_on() -> None:
    # An hour is promised; 45 minutes of it are the policy's share, whatever is left of the wall clock's.
    due, warn_at = november(30, 9, 30), november(30, 9, 15)
    tones = [countdown(due, now, SHOP, warn_at).tone for now in (november(28, 17, 45), november(30, 9, 20))]
    assert tones == ["", "due"]
    assert countdown(due, november(28, 17, 45), SHOP, warn_at).soon == 15 * 60


def test_a_closure_does_not_count() -> None:
    """Friday 13:00 to 16:00 is closed: of the five hours from noon to 17:00 two count."""
    begin, end = (november(27, hour).replace(tzinfo=None) for hour in (13, 16))
    calendar = WorkingCalendar("Asia/Kolkata", WEEK, (Closure(begin, end, "Stocktaking"),))
    assert countdown(november(27, 17), november(27, 12), calendar).text == "2 h left"
    assert countdown(november(27, 17), november(27, 14), calendar).text == "due Fri 17:00"


def test_without_hours_every_hour_counts() -> None:
    assert countdown(november(30, 12), november(28, 12), EVERY_HOUR).text == "48 h left"


def test_while_it_is_the_customers_turn_nothing_is_counted() -> None:
    assert paused() == Countdown(None, "paused")


def test_a_page_is_told_the_open_hours_of_three_days_and_what_is_left() -> None:
    """From Saturday 17:00: until 18:00, Monday from 9:00 (40 hours on), Tuesday until 17:00."""
    found = countdown(november(30, 10), november(28, 17), SHOP)
    hour = 3600
    assert (found.left, found.until) == (2 * hour, 41 * hour)
    assert found.hours == (0, hour, 40 * hour, 49 * hour, 64 * hour, 72 * hour)


def test_who_is_late_has_less_than_no_time_left() -> None:
    found = countdown(november(28, 17, 25), november(29, 12), SHOP)
    assert (found.left, found.until) == (-35 * 60, -int(timedelta(hours=18, minutes=35).total_seconds()))


def test_the_reader_sees_their_own_time() -> None:
    with timezone.override("UTC"):
        assert countdown(november(30, 9, 30), november(28, 20), SHOP).text == "due Mon 04:00"
