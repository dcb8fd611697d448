from datetime import UTC, date, datetime

import pytest
from pytest_django.fixtures import Settings

from leads.shop_days import begin_of, day_of, end_of


@pytest.fixture(autouse=True)
def in_india(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"


def test_a_day_begins_at_the_shops_midnight() -> None:
    assert begin_of(date(2026, 11, 21)) == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def test_a_day_ends_where_the_next_begins() -> None:
    assert end_of(date(2026, 11, 21)) == begin_of(date(2026, 11, 22))


def test_late_in_the_evening_of_london_it_is_tomorrow_in_the_shop() -> None:
    assert day_of(datetime(2026, 11, 20, 18, 30, tzinfo=UTC)) == date(2026, 11, 21)
