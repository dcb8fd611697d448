"""Events are kept for half a year."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leadsite.telemetry import pruning
from leadsite.telemetry.models import AnalyticsEvent
from leadsite.telemetry.pruning import KEPT_FOR, prune

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def event(age: timedelta, name: str = "form_viewed") -> AnalyticsEvent:
    return AnalyticsEvent.objects.create(name=name, created_at=NOW - age)


def test_what_is_older_goes_and_what_is_younger_stays() -> None:
    for name in ("form_viewed", "submitted"):
        event(KEPT_FOR + timedelta(seconds=1), name)
    kept = event(KEPT_FOR - timedelta(seconds=1))
    assert prune(NOW) is False
    assert list(AnalyticsEvent.objects.filter(created_at__lte=NOW)) == [kept]


def test_a_backlog_goes_in_pieces_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "MOST_AT_ONCE", 2)
    days = [event(KEPT_FOR + timedelta(days=day)) for day in (1, 3, 2)]
    assert prune(NOW) is True
    assert list(AnalyticsEvent.objects.filter(created_at__lte=NOW)) == [days[0]]
    assert prune(NOW) is False
