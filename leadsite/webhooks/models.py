"""Who is told, and what they are still to be told."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from activity.kinds import ActivityType
from leadsite.keys import uuid_key

LEAD_CREATED = "created"
EVENTS: tuple[tuple[str, Any], ...] = (
    (LEAD_CREATED, _("New lead")),
    *((kind.value, kind.label) for kind in ActivityType),
)


class WebhookEndpoint(models.Model):
    id = uuid_key(db_comment="Primary key")
    created_at = models.DateTimeField(_("added"), db_default=Now(), db_comment="When it was added")
    url = models.URLField(_("address"), max_length=500, db_comment="Where they are sent to")
    events: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), verbose_name=_("events"), default=list, blank=True,
        db_comment="Which it is told of: created, or a type of activity; empty: all",
    )  # fmt: skip
    is_active = models.BooleanField(
        _("in use"), default=True, db_default=True, db_comment="Whether anything is sent and noted for it"
    )
    generation = models.IntegerField(
        default=1, db_default=1, db_comment="Of its secret, which follows from SECRET_KEY, id and this number"
    )
    failures = models.IntegerField(
        _("failures"), default=0, db_default=0, db_comment="Deliveries in a row that it did not take"
    )
    rests_until = models.DateTimeField(
        _("rests until"), null=True, blank=True, db_comment="After many failures it is left alone until then"
    )
    last_error = models.TextField(
        _("last error"), default="", db_default="", blank=True, db_comment="Why it took the last one not"
    )

    class Meta:
        db_table = "webhook_endpoints"
        db_table_comment = "Other programs that are told what happens to leads"
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            # One program is told once.
            models.UniqueConstraint(
                fields=["url"], name="webhook_endpoints_url_key",
                violation_error_message=_("There is a webhook to this address already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Held: the lead is a suspect")
    DELIVERED = "delivered", _("Delivered")
    GAVE_UP = "gave_up", _("Gave up")


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def repeatable(self) -> "WebhookDeliveryQuerySet":
        return self.filter(state__in=(DeliveryState.DELIVERED, DeliveryState.GAVE_UP))

    def settled_before(self, moment: datetime) -> "WebhookDeliveryQuerySet":
        """What nobody waits for any more; suspects that nobody cleared are among it."""
        return self.exclude(state=DeliveryState.WAITING).filter(noted_at__lt=moment)


class WebhookDelivery(models.Model):
    """Written by triggers (sql/webhooks.up.sql) in the transaction that it tells of."""

    id = uuid_key(db_comment="Primary key; the receiver's key against doubles")
    number = models.BigIntegerField(
        _("number"), editable=False, db_comment="In which order they were noted; an identity"
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint, models.CASCADE, db_constraint=False, db_index=False, related_name="deliveries",
        verbose_name=_("webhook"), db_comment="Who is told",
    )  # fmt: skip
    lead = models.ForeignKey(
        "leads.Lead", models.CASCADE, db_constraint=False, db_index=False, related_name="+",
        verbose_name=_("lead"), db_comment="Goes with its lead: it says what the customer told us",
    )  # fmt: skip
    event = models.CharField(_("event"), max_length=20, choices=EVENTS, db_comment="What happened")
    body = models.JSONField(_("body"), db_comment="What is sent, as it was when it happened")
    noted_at = models.DateTimeField(_("when"), db_default=Now(), db_comment="When it happened")
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING,
        db_default=DeliveryState.WAITING, db_comment="waiting, held, delivered, gave_up",
    )  # fmt: skip
    tries = models.IntegerField(_("tries"), default=0, db_default=0, db_comment="How often it was sent")
    next_at = models.DateTimeField(
        _("next try"), db_default=Now(), db_comment="When it is tried; later while a worker is at it"
    )
    error = models.TextField(
        _("error"), default="", db_default="", blank=True, db_comment="Why it was not taken"
    )

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        db_table = "webhook_deliveries"
        db_table_comment = "What other programs are told of leads, in order"
        default_permissions = ("view",)
        permissions = [("replay_webhookdelivery", "Can send webhooks again")]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="webhook_deliveries_state_check"
            ),
        ]
        indexes = [
            # The worker: whose turn it is.
            models.Index(
                "endpoint", "next_at", "number", name="idx_webhook_deliveries_turn",
                condition=Q(state=DeliveryState.WAITING),
            ),
            # The worker: whether an earlier one of the lead waits; clearing a suspect.
            models.Index(
                "lead_id", "endpoint_id", "number", name="idx_webhook_deliveries_lead",
                condition=Q(state__in=("waiting", "held")),
            ),
            # The list, newest first, and forgetting old ones.
            models.Index(F("noted_at").desc(), "id", name="idx_webhook_deliveries_noted"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.number}"
