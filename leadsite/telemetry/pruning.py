"""Events of the customers' pages are kept for half a year; then they only make the table larger."""

from datetime import datetime, timedelta

from leadsite.forgetting import forget_some
from leadsite.telemetry.events import EVENTS
from leadsite.telemetry.models import AnalyticsEvent

KEPT_FOR = timedelta(days=180)
MOST_AT_ONCE = 2_000  # of each kind: a backlog of years goes in many short transactions


def prune(now: datetime) -> bool:
    """Delete the oldest of the outdated events; whether there may be more of them."""
    return max([pruned(name, now - KEPT_FOR) for name in EVENTS]) == MOST_AT_ONCE


def pruned(name: str, before: datetime) -> int:
    """How many events of one kind went: by kind, as the index on the table is."""
    outdated = AnalyticsEvent.objects.filter(name=name, created_at__lt=before).order_by("created_at")
    return forget_some(outdated, MOST_AT_ONCE)
