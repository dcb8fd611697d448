from datetime import UTC, datetime

import pytest

from assignments.calendars import horizon
from assignments.calendars.drafts import Hours
from assignments.models import CalendarVersion
from tests.assignments.promises import NINE_TO_SIX, NOW, calendar

pytestmark = pytest.mark.django_db
WEEK = (*[NINE_TO_SIX] * 6, ())
LATER = datetime(2035, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_others() -> None:
    """The migration's own calendar is a year further on than these."""
    horizon.extend(now=LATER)


def test_holidays_are_written_out_again_before_they_run_out() -> None:
    first = calendar("Berlin", Hours("Europe/Berlin", WEEK, country="DE", region="BE"))
    (second,) = horizon.extend(now=LATER)
    assert (second.calendar, second.number, second.published_by_id) == (first.calendar, 2, None)
    assert second.note == "The public holidays that are known by now"
    days = [day for day, _ in second.spec["holidays"]]
    assert (days[0][:4], days[-1][:4]) == ("2034", "2045")
    assert Hours.of(second) == Hours.of(first)


def test_nothing_is_published_while_they_reach_far_enough() -> None:
    calendar("Berlin", Hours("Europe/Berlin", WEEK, country="DE"))
    assert horizon.extend(now=NOW) == []


def test_twice_is_as_good_as_once() -> None:
    calendar("Berlin", Hours("Europe/Berlin", WEEK, country="DE"))
    assert len(horizon.extend(now=LATER)) == 1
    assert horizon.extend(now=LATER) == []


@pytest.mark.parametrize("country", ["", "LK"])
def test_where_nothing_more_is_known_nothing_is_published(country: str) -> None:
    """Sri Lanka's holidays are announced year by year: this edition of the package ends with 2026."""
    hours = Hours("Asia/Colombo", WEEK, country=country)
    calendar("Colombo", hours)
    assert horizon.extend(now=NOW) == []
    assert CalendarVersion.objects.filter(calendar__name="Colombo").count() == 1
