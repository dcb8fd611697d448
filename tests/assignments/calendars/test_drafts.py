from datetime import date, datetime

import pytest
from django.utils import timezone

from assignments import publishing
from assignments.calendars.drafts import Closure, Hours
from assignments.calendars.models import Calendar

NINE_TO_SIX = ((540, 1080),)
HALF_DAY = Closure(datetime(2026, 12, 24, 13), datetime(2026, 12, 24, 18), "Half day")  # noqa: DTZ001  # the shop's clock
SHOP = Hours("Asia/Kolkata", (*[NINE_TO_SIX] * 6, ()), (HALF_DAY,), "IN", "MH", ("Holi",))
YEAR = range(2026, 2027)


def test_the_specification_is_whole() -> None:
    spec = SHOP.draft(YEAR).spec
    assert spec["zone"] == "Asia/Kolkata"
    assert spec["week"] == [[[540, 1080]]] * 6 + [[]]
    assert spec["closures"] == [["2026-12-24T13:00", "2026-12-24T18:00", "Half day"]]
    assert spec["holidays"][0] == ["2026-01-26", "Republic Day"]


def test_holidays_on_which_there_is_work_are_not_in_it() -> None:
    assert "Holi" not in [name for _, name in SHOP.draft(YEAR).spec["holidays"]]
    assert SHOP.draft(YEAR).further == {"country": "IN", "region": "MH", "open_on": ["Holi"]}


@pytest.mark.parametrize(
    ("open_on", "closed"),
    [
        ((), True),
        (("Independence Day",), True),
        (("Parsi New Year",), True),
        (("Independence Day", "Parsi New Year"), False),
    ],
)
def test_a_day_with_two_holidays_is_worked_if_both_are(open_on: tuple[str, ...], closed: bool) -> None:
    hours = Hours("Asia/Kolkata", ((),) * 7, open_on=open_on)
    assert hours.is_closed_on("Independence Day; Parsi New Year") is closed


def test_the_same_hours_have_the_same_fingerprint() -> None:
    again = Hours("Asia/Kolkata", (*[NINE_TO_SIX] * 6, ()), (HALF_DAY,), "IN", "MH", ("Holi",))
    assert again.draft(YEAR).fingerprint == SHOP.draft(YEAR).fingerprint
    assert Hours("Asia/Kolkata", ((),) * 7).draft(YEAR).fingerprint != SHOP.draft(YEAR).fingerprint


@pytest.mark.django_db
def test_what_was_published_reads_as_it_was_drafted() -> None:
    calendar = Calendar.objects.create(name="Workshop")
    version = publishing.publish_calendar(
        calendar, SHOP.draft(YEAR), expected=0, note="", actor=None, now=timezone.now()
    )
    version.refresh_from_db()
    assert Hours.of(version) == SHOP


def test_holidays_reach_from_last_year_to_ten_years_ahead() -> None:
    from assignments.calendars import public_holidays

    assert public_holidays.years(date(2026, 11, 27)) == range(2025, 2037)
