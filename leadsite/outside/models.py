"""What all processes know of providers: who rests, and which of their webhooks were taken."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from leadsite.keys import uuid_key


class CircuitBreaker(models.Model):
    """Written by leadsite.outside.breaker alone."""

    name = models.CharField(max_length=50, primary_key=True, db_comment="The provider, such as twilio")
    failed_at: "ArrayField[list[datetime], list[datetime]]" = ArrayField(
        models.DateTimeField(), default=list, db_comment="The failures of the last minute"
    )
    opened_at = models.DateTimeField(
        null=True, blank=True, db_comment="Since when it rests; null: it is asked"
    )
    probe_at = models.DateTimeField(
        null=True, blank=True, db_comment="When one call tries whether it is back"
    )
    reason = models.TextField(
        blank=True, default="", db_default="", db_comment="The last failure, no personal data in it"
    )
    times_opened = models.IntegerField(default=0, db_default=0, db_comment="How often it has rested so far")

    class Meta:
        db_table = "circuit_breakers"
        db_table_comment = "Providers that fail and are left alone for a while, for all processes"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, probe_at__isnull=True)
                | Q(opened_at__isnull=False, probe_at__isnull=False),
                name="circuit_breakers_probe_check",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReceivedHook(models.Model):
    id = uuid_key(db_comment="Primary key")
    provider = models.CharField(max_length=50, db_comment="Whose webhook, such as twilio")
    delivery = models.CharField(
        max_length=255, db_comment="The provider's id of it, or a hash of its signature"
    )
    received_at = models.DateTimeField(db_default=Now(), db_comment="When it was taken")
    body_hash = models.CharField(max_length=64, default="", db_default="", db_comment="SHA-256 of its body")
    signed_at = models.DateTimeField(
        null=True, blank=True, db_comment="The time that its newest try was signed with; null: none is signed"
    )
    forget_at = models.DateTimeField(
        db_default=Now() + timedelta(days=14), db_comment="Until then it is known when it comes again"
    )

    class Meta:
        db_table = "received_hooks"
        db_table_comment = "Webhooks that were taken: one that comes again does nothing"
        default_permissions = ()
        constraints = [
            # Asked with every webhook.
            models.UniqueConstraint(fields=["provider", "delivery"], name="received_hooks_delivery_key"),
        ]
        indexes = [
            # Forgetting old ones.
            models.Index(fields=["forget_at"], name="idx_received_hooks_forget_at"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.received_at}"
