"""What is sent to customers, and where nothing is sent any more. How far it has come, its activity says."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject, Lower, Now
from django.utils.translation import gettext_lazy as _

from leads import phones
from leadsite.keys import uuid_key


class ChannelKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")


def written(address: str) -> str:
    """As colleagues read it."""
    return phones.display(address) if address.startswith("+") else address


class OutgoingMessage(models.Model):
    activity = models.OneToOneField(
        "activity.Activity",
        models.CASCADE,
        primary_key=True,
        related_name="outgoing",
        db_constraint=False,  # activity/sql has the real one, which cascades in the database
        db_comment="The log's row, which says how far the message has come",
    )
    channel = models.CharField(max_length=20, choices=ChannelKind, db_comment="email, sms, whatsapp")
    address = models.CharField(max_length=320, db_comment="E-mail in lower case, or phone as E.164")
    subject = models.TextField(blank=True, default="", db_default="", db_comment="Of an e-mail")
    text = models.TextField(db_comment="What the customer reads")
    html = models.TextField(
        blank=True, default="", db_default="", db_comment="The same as HTML, of an e-mail"
    )
    attachments: "models.JSONField[Any, Any]" = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField()), db_comment="[{name, type, base64}]"
    )
    made_at = models.DateTimeField(db_default=Now(), db_comment="When it was written")
    trying_since = models.DateTimeField(
        null=True,
        blank=True,
        db_comment="Set before the provider is asked, emptied with its answer: else nobody knows the outcome",
    )

    class Meta:
        db_table = "outgoing_messages"
        db_table_comment = "Messages to customers, as they go to the provider"
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=ChannelKind.values), name="outgoing_messages_channel_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.activity_id}"

    @property
    def written_address(self) -> str:
        return written(self.address)


class StopReason(models.TextChoices):
    BOUNCE = "bounce", _("Messages do not arrive")
    COMPLAINT = "complaint", _("The customer called it spam")
    OPT_OUT = "opt_out", _("The customer asked for no more")


class StoppedAddressQuerySet(models.QuerySet["StoppedAddress"]):
    def reaching(self, *, email: Any, phone: Any, lead: Any) -> "StoppedAddressQuerySet":
        """Those of one customer, by expressions; on WhatsApp also the numbers that wrote about this lead."""
        log = apps.get_model("activity", "Activity")._default_manager
        wrote = log.filter(lead=lead, type=ChannelKind.WHATSAPP, metadata__contains={"direction": "in"})
        return self.filter(
            Q(channel=ChannelKind.EMAIL, address=Lower(email))
            | Q(channel__in=(ChannelKind.SMS, ChannelKind.WHATSAPP), address=phone)
            | Q(channel=ChannelKind.WHATSAPP, address__in=wrote.values(found=KT("metadata__from")))
        )


class StoppedAddress(models.Model):
    id = uuid_key(db_comment="Primary key")
    channel = models.CharField(max_length=20, choices=ChannelKind, db_comment="email, sms, whatsapp")
    address = models.CharField(max_length=320, db_comment="E-mail in lower case, or phone as E.164")
    reason = models.CharField(max_length=20, choices=StopReason, db_comment="bounce, complaint, opt_out")
    since = models.DateTimeField(db_default=Now(), db_comment="When it was stopped")
    detail = models.TextField(
        blank=True, default="", db_default="", db_comment="What the provider or customer said"
    )

    objects = StoppedAddressQuerySet.as_manager()

    class Meta:
        db_table = "stopped_addresses"
        db_table_comment = "Where no messages are sent any more"
        verbose_name = _("stopped address")
        verbose_name_plural = _("stopped addresses")
        default_permissions = ()
        permissions = [("allow_stoppedaddress", "Can allow messages to a stopped address again")]
        constraints = [
            # Asked before each message.
            models.UniqueConstraint(fields=["channel", "address"], name="stopped_addresses_address_key"),
            models.CheckConstraint(
                condition=Q(channel__in=ChannelKind.values), name="stopped_addresses_channel_check"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=StopReason.values), name="stopped_addresses_reason_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.reason}"

    @property
    def written_address(self) -> str:
        return written(self.address)

    @staticmethod
    def told(rows: StoppedAddressQuerySet) -> ArraySubquery:
        """Rows as one value of a row of another table."""
        names = ("id", "channel", "address", "reason", "since", "detail")
        return ArraySubquery(rows.values(found=JSONObject(**{name: name for name in names})))

    @classmethod
    def from_told(cls, told: dict[str, str]) -> "StoppedAddress":
        return cls(**{**told, "since": datetime.fromisoformat(told["since"])})
