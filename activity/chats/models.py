"""What WhatsApp sent us and nobody has read yet, and the templates that it lets us send."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key


class ReceivedPayloadQuerySet(models.QuerySet["ReceivedPayload"]):
    def older_than(self, moment: datetime) -> "ReceivedPayloadQuerySet":
        return self.filter(received_at__lt=moment)

    def naming(self, text: str) -> "ReceivedPayloadQuerySet":
        """Those in which this stands somewhere; there are few at any time."""
        found = [row.pk for row in self if text.encode() in bytes(row.body)]
        return self.filter(pk__in=found)


class ReceivedPayload(models.Model):
    """Stored before the webhook is answered, deleted once all that it says is in the log."""

    id = uuid_key(db_comment="Primary key")
    received_at = models.DateTimeField(db_default=Now(), db_comment="When it came")
    body = models.BinaryField(db_comment="As it was signed")

    objects = ReceivedPayloadQuerySet.as_manager()

    class Meta:
        db_table = "chat_payloads"
        db_table_comment = "Webhooks of WhatsApp that were answered and wait for the job that reads them"
        default_permissions = ()
        indexes = [
            # Does anything wait? Forgetting what nobody could read.
            models.Index(fields=["received_at"], name="idx_chat_payloads_received_at"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


SLOT = re.compile(r"\{\{(\d{1,2})\}\}")


class ChatTemplate(models.Model):
    """A text that Meta has approved, fetched from there: nobody here can make up another."""

    id = uuid_key(db_comment="Primary key")
    name = models.CharField(_("name"), max_length=512, db_comment="As Meta calls it")
    language = models.CharField(_("language"), max_length=20, db_comment="As Meta writes it, such as en_US")
    body = models.TextField(_("text"), db_comment="With {{1}}, {{2}} where values go")
    fetched_at = models.DateTimeField(db_default=Now(), db_comment="When Meta last called it approved")

    class Meta:
        db_table = "chat_templates"
        db_table_comment = "Templates of WhatsApp messages that Meta has approved; a copy of Meta's list"
        default_permissions = ()
        constraints = [
            # Meta knows a template by both.
            models.UniqueConstraint(fields=["name", "language"], name="chat_templates_name_key"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def slots(self) -> int:
        """How many values it takes."""
        return max((int(number) for number in SLOT.findall(self.body)), default=0)

    def filled(self, values: Sequence[str]) -> str:
        """What the customer reads; as many values as slots."""
        return SLOT.sub(lambda slot: values[int(slot[1]) - 1] if int(slot[1]) else slot[0], self.body)
