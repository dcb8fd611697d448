from datetime import UTC, date, datetime, timedelta

import pytest

from leadsite.dashboard.periods import Period

SATURDAY = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)  # Sunday at the shop already


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7", 7),
        ("30", 30),
        ("365", 365),
        ("", 90),
        ("8", 90),
        ("-7", 90),
        ("x", 90),
        ("²", 90),
        ("9" * 99, 90),
    ],
)
def test_anything_but_a_choice_is_the_usual_period(text: str, days: int) -> None:
    assert Period.asked(text, SATURDAY).days == days


def test_days_are_the_shops() -> None:
    period = Period.asked("7", SATURDAY)
    assert (period.first, period.today) == (date(2026, 3, 23), date(2026, 3, 29))
    assert period.begins == datetime(2026, 3, 22, 18, 30, tzinfo=UTC)
    assert period.ends == datetime(2026, 3, 29, 18, 30, tzinfo=UTC)


def test_a_day_may_have_23_hours(settings: object) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    period = Period(1, date(2026, 3, 29))
    assert period.ends.astimezone(UTC) - period.begins.astimezone(UTC) == timedelta(hours=23)


def test_a_quarter_is_drawn_day_by_day_and_a_year_by_weeks() -> None:
    assert len(Period(90, date(2026, 3, 29)).columns()) == 90
    assert len(Period(365, date(2026, 3, 29)).columns()) == 53


def test_weeks_begin_on_monday_and_fill_the_period() -> None:
    assert Period(9, date(2026, 3, 31)).weeks() == [
        (date(2026, 3, 23), date(2026, 3, 29)),
        (date(2026, 3, 30), date(2026, 3, 31)),
    ]
    assert Period(3, date(2026, 3, 29)).weeks() == [(date(2026, 3, 27), date(2026, 3, 29))]
