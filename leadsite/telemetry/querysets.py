"""The questions staff ask about the customers' pages."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from leadsite.cursors import Cursor

if TYPE_CHECKING:
    from leadsite.telemetry.models import AnalyticsEvent  # noqa: F401  # named in quotes below

GIVEN_UP_AFTER = timedelta(minutes=30)


class AnalyticsEventQuerySet(models.QuerySet["AnalyticsEvent"]):
    def abandoned(self, now: datetime) -> "AnalyticsEventQuerySet":
        """Baskets that were priced and not sent for half an hour: the last pricing of each opened page."""
        same_page = self.model._base_manager.filter(page_token=OuterRef("page_token"))
        return self.filter(
            ~Exists(same_page.filter(name="submitted")),
            ~Exists(same_page.filter(name="basket_priced", created_at__gt=OuterRef("created_at"))),
            name="basket_priced",
            page_token__isnull=False,
            created_at__lte=now - GIVEN_UP_AFTER,
        )

    def newest_first(self, *, after: Cursor | None = None) -> "AnalyticsEventQuerySet":
        """Newest first, from the row after the cursor's."""
        rows = self.order_by("-created_at", "-id")
        if after is None or after.at is None:
            return rows
        return rows.filter(Q(created_at__lt=after.at) | Q(created_at=after.at, id__lt=after.id))
