"""Which baskets count as abandoned."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leadsite.cursors import Cursor
from leadsite.telemetry.models import AnalyticsEvent

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def event(name: str, page: str | None, minutes_ago: int, **data: object) -> AnalyticsEvent:
    at = NOW - timedelta(minutes=minutes_ago)
    return AnalyticsEvent.objects.create(name=name, page_token=page, created_at=at, data=data)


def abandoned() -> list[AnalyticsEvent]:
    return list(AnalyticsEvent.objects.abandoned(NOW))


def test_a_basket_priced_and_not_sent_for_half_an_hour_is_abandoned() -> None:
    priced = event("basket_priced", "given-up", 31)
    event("basket_priced", "still-busy", 29)
    assert abandoned() == [priced]


def test_a_basket_that_was_sent_is_not_abandoned() -> None:
    event("basket_priced", "sent", 60)
    event("submitted", "sent", 55)
    event("submitted", "somebody-else", 55)
    assert abandoned() == []


def test_only_the_last_price_of_a_page_counts() -> None:
    event("basket_priced", "page", 60, total="1.00")
    last = event("basket_priced", "page", 50, total="2.00")
    assert abandoned() == [last]


def test_a_page_still_in_use_is_not_abandoned_however_early_it_began() -> None:
    event("basket_priced", "page", 60)
    event("basket_priced", "page", 5)
    assert abandoned() == []


def test_events_without_a_page_are_nobody_s_basket() -> None:
    event("basket_priced", None, 60)
    assert abandoned() == []


def test_a_page_of_them_begins_after_the_last_one_seen() -> None:
    newest, middle, oldest = (event("basket_priced", f"page-{n}", 60 + n) for n in range(3))
    rows = AnalyticsEvent.objects.abandoned(NOW)
    assert list(rows.newest_first()) == [newest, middle, oldest]
    assert list(rows.newest_first(after=Cursor(middle.created_at, middle.id))) == [oldest]
