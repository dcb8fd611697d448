"""Which baskets count as abandoned, and that staff see them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leadsite.telemetry.models import AbandonedQuote, AnalyticsEvent
from tests.people import alice, bob

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


def test_staff_see_what_was_left_behind() -> None:
    event("basket_priced", "given-up", 60, total="450.00", currency="INR", lines=1, products=["wall-panel"])
    client = Client()
    client.force_login(alice())
    page = client.get("/admin/telemetry/abandonedquote/").content.decode()
    assert "450.00" in page
    assert "wall-panel" in page


def test_a_colleague_without_the_permission_does_not() -> None:
    client = Client()
    client.force_login(bob())
    assert client.get("/admin/telemetry/abandonedquote/").status_code == 403
    assert AbandonedQuote.objects.abandoned(NOW).count() == 0
