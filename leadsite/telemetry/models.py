"""Small events from the customer's page; nothing in them says who the customer is."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key
from leadsite.telemetry.querysets import AnalyticsEventQuerySet


class AnalyticsEvent(models.Model):
    id = uuid_key(db_comment="Primary key")
    created_at = models.DateTimeField(db_default=Now(), db_comment="When the page sent it")
    name = models.CharField(max_length=50, db_comment="form_viewed, basket_priced, submitted, …")
    page_token = models.CharField(
        max_length=64, null=True, blank=True, db_comment="Ties the events of one opened page together"
    )
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    data = models.JSONField(default=dict, db_default={}, blank=True, db_comment="Counts and totals only")

    objects = AnalyticsEventQuerySet.as_manager()

    class Meta:
        db_table = "analytics_events"
        db_table_comment = "Events of the public form, without personal data"
        indexes = [
            # The staff's lists by kind of event, newest first, and pruning by age.
            models.Index(fields=["name", "-created_at"], name="idx_analytics_events_name"),
            # Was this page's basket sent after all? (abandoned quotes)
            models.Index(
                fields=["page_token", "name"],
                name="idx_analytics_events_page",
                condition=models.Q(page_token__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d %H:%M}"


class AbandonedQuote(AnalyticsEvent):
    """What staff see of `AnalyticsEvent.objects.abandoned(now)`: baskets that were priced and never sent."""

    class Meta:
        proxy = True
        verbose_name = _("abandoned quote")
        verbose_name_plural = _("abandoned quotes")
