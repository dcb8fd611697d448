"""What WhatsApp sent us and nobody has read yet."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from leadsite.keys import uuid_key


class ReceivedPayloadQuerySet(models.QuerySet["ReceivedPayload"]):
    def older_than(self, moment: datetime) -> "ReceivedPayloadQuerySet":
        return self.filter(received_at__lt=moment)


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
