"""What the queue of a browser needs to be remembered here: which of its actions were done, and its secret."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact

from leads.models import Lead
from leadsite.accounts.models import User
from leadsite.keys import uuid_key

NOTED_EVERY = timedelta(days=1)

# What may be done without network: the names in actions.py.
KINDS = (
    "status", "note", "call", "sms", "follow_up", "follow_up_done", "follow_up_later", "follow_up_cancelled",
    "approval", "decision",
)  # fmt: skip


class OfflineActionQuerySet(models.QuerySet["OfflineAction"]):
    def of(self, person: str, device: UUID | None, lead: Lead) -> "OfflineActionQuerySet":
        """What the queue of this colleague in this browser did to the lead, in the order of its versions."""
        own = self.filter(person_id=person, device=device, lead=lead, version_left__isnull=False)
        return own.order_by("version_left")


class OfflineAction(models.Model):
    """An action of somebody's queue that was done: the receipt that keeps it from being done twice."""

    key = models.UUIDField(primary_key=True, db_comment="Primary key, as the browser chose it")
    # No foreign key, as in the log: what was done stays done when its colleague's account is gone.
    person_id = models.CharField(max_length=255, db_comment="The colleague who did it, by identifier")
    kind = models.CharField(max_length=20, db_comment="What was done, such as note")
    lead = models.ForeignKey(
        Lead, models.DO_NOTHING, db_constraint=False, db_comment="The lead; erased with it", db_index=False
    )
    body_hash = models.CharField(max_length=64, db_comment="SHA-256 of what was asked for")
    device = models.UUIDField(
        null=True, db_comment="The browser's profile, as it calls itself; null: it did not say"
    )
    claimed_at = models.DateTimeField(
        null=True, blank=True, db_comment="When, by the clock of the device; null: no time to be believed"
    )
    received_at = models.DateTimeField(db_default=Now(), db_comment="When it was done, by our clock")
    version_found = models.DateTimeField(null=True, db_comment="The lead's updated_at before it")
    version_left = models.DateTimeField(null=True, db_comment="The lead's updated_at after it")

    objects = OfflineActionQuerySet.as_manager()

    class Meta:
        db_table = "offline_actions"
        db_table_comment = "Actions that were taken without network and done since, so that each is done once"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="offline_actions_kind_check"),
            # Compared with what is sent again.
            models.CheckConstraint(
                condition=Q(body_hash__regex="^[0-9a-f]{64}$"), name="offline_actions_hash_check"
            ),
            # A step of the lead from one version to another: without either end it joins nothing.
            models.CheckConstraint(
                condition=Q(version_found__isnull=True, version_left__isnull=True)
                | Q(
                    version_found__isnull=False,
                    version_left__isnull=False,
                    version_left__gte=F("version_found"),
                ),
                name="offline_actions_versions_check",
            ),
        ]
        indexes = [
            # Whether only the same queue changed a lead since they looked at it; erasing a lead.
            models.Index(fields=["lead", "person_id", "version_left"], name="idx_offline_actions_lead"),
            # Pruning by age.
            models.Index(fields=["received_at"], name="idx_offline_actions_received"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def new_secret() -> bytes:
    return secrets.token_bytes(32)


class OfflineDeviceQuerySet(models.QuerySet["OfflineDevice"]):
    def used(self, device: UUID, person: User, now: datetime) -> "OfflineDevice":
        """The colleague's in this browser, made at the first use; noted once a day at most."""
        row, _made = self.get_or_create(device=device, person=person)
        self.filter(pk=row.pk, used_at__lte=now - NOTED_EVERY).update(used_at=now)
        return row

    def forgotten(self, before: datetime) -> "OfflineDeviceQuerySet":
        """Used by nobody since, and without receipts: what a device did is still asked for by its name."""
        receipts = OfflineAction.objects.filter(person_id=OuterRef("person_id"), device=OuterRef("device"))
        return self.filter(~Exists(receipts), used_at__lte=before).order_by("used_at")


class OfflineDevice(models.Model):
    """A browser that one colleague uses: the secret from which it makes the key of their queue."""

    id = uuid_key(db_comment="Primary key")
    device = models.UUIDField(db_comment="The browser's profile, as it calls itself")
    person = models.ForeignKey(
        User, models.CASCADE, to_field="identifier", db_comment="Whose: nobody else is ever told the secret"
    )
    secret = models.BinaryField(
        default=new_secret, db_comment="32 random bytes; without them it stays sealed"
    )
    made_at = models.DateTimeField(db_default=Now(), db_comment="When the colleague first used this browser")
    used_at = models.DateTimeField(
        db_default=Now(), db_comment="When they used it last, to the day: it asked for the secret"
    )

    objects = OfflineDeviceQuerySet.as_manager()

    class Meta:
        db_table = "offline_devices"
        db_table_comment = (
            "Secrets that open what a colleague left in a browser; deleted, it stays sealed for good"
        )
        default_permissions = ()
        constraints = [
            # One secret for each colleague in each browser, whoever asks first.
            models.UniqueConstraint(fields=["person", "device"], name="offline_devices_key"),
            # A shorter one could be guessed.
            models.CheckConstraint(
                condition=Exact(Length("secret"), 32), name="offline_devices_secret_check"
            ),
        ]
        indexes = [
            # Pruning what nobody uses any more.
            models.Index(fields=["used_at"], name="idx_offline_devices_used"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.device}"


def chained(done: "OfflineActionQuerySet", version: datetime) -> datetime:
    """The version of the lead that `version` has become by these actions alone, one after the other."""
    for found, left in done.values_list("version_found", "version_left"):
        if found is not None and left is not None and found <= version < left:
            version = left
    return version
