"""What was answered to a write, under the key that its sender chose."""

from django.db import models
from django.db.models import Q

from leadsite.keys import uuid_key


class IdempotencyKey(models.Model):
    id = uuid_key(db_comment="Primary key; whoever takes over a stale claim gives it another")
    scope = models.CharField(max_length=40, db_comment="Whose keys these are, such as api")
    actor_id = models.CharField(
        max_length=255, db_comment="The colleague; one never meets the keys of another"
    )
    key = models.CharField(max_length=255, db_comment="As the sender chose it")
    body_hash = models.CharField(max_length=64, db_comment="SHA-256 of what was asked for")
    claimed_at = models.DateTimeField(db_comment="When the work began; the answer is kept a day from then")
    status = models.SmallIntegerField(
        null=True, blank=True, db_comment="The HTTP status answered; null: at work"
    )
    content_type = models.CharField(
        max_length=100, blank=True, default="", db_default="", db_comment="Of the answer"
    )
    body = models.TextField(blank=True, default="", db_default="", db_comment="The answer, to the letter")
    lead_id = models.UUIDField(
        null=True, blank=True, db_comment="The lead that the answer tells of; erased with it"
    )

    class Meta:
        db_table = "idempotency_keys"
        db_table_comment = "First answers to writes, given again to who sends the same write twice"
        constraints = [
            # The claim: of two who send the same key, one inserts the row.
            models.UniqueConstraint(fields=["scope", "actor_id", "key"], name="idempotency_keys_key"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__gte=200, status__lt=500),
                name="idempotency_keys_status_check",  # an error of ours is never an answer
            ),
        ]
        indexes = [
            # Pruning by age.
            models.Index(fields=["claimed_at"], name="idx_idempotency_keys_claimed"),
            # Erasing a lead.
            models.Index(
                fields=["lead_id"], name="idx_idempotency_keys_lead", condition=Q(lead_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
