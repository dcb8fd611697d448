"""Personal tokens: who may ask the API in whose name, and for what."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key


class PersonalTokenQuerySet(models.QuerySet["PersonalToken"]):
    def usable(self, at: datetime) -> "PersonalTokenQuerySet":
        """Neither revoked nor expired, of colleagues who may still sign in."""
        not_expired = self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
        return not_expired.filter(revoked_at__isnull=True, user__is_active=True, user__is_staff=True)

    def newest_first(self) -> "PersonalTokenQuerySet":
        return self.order_by("-made_at", "-id")


class PersonalToken(models.Model):
    id = uuid_key(db_comment="Primary key")
    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="tokens",
        verbose_name=_("colleague"),
        db_index=False,
        db_comment="In whose name it is used",
    )
    name = models.CharField(_("name"), max_length=100, db_comment="What it is for, in its owner's words")
    beginning = models.CharField(
        _("begins with"), max_length=20, db_comment="Its first letters, by which its owner knows it"
    )
    digest = models.CharField(max_length=64, db_comment="SHA-256 of the token, which is stored nowhere")
    scopes = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("may"),
        db_comment="leads:read, leads:write, …",
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), db_comment="When it was made and shown")
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True, db_comment="Null: never")
    revoked_at = models.DateTimeField(
        _("revoked"), null=True, blank=True, db_comment="Since when it opens nothing"
    )
    used_at = models.DateTimeField(
        _("last used"), null=True, blank=True, db_comment="To the minute, so that reading seldom writes"
    )

    objects = PersonalTokenQuerySet.as_manager()

    class Meta:
        db_table = "api_tokens"
        db_table_comment = "Personal tokens of the API, by their digest"
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        default_permissions = ("add",)
        permissions = [("revoke_personaltoken", "Can revoke the API tokens of every colleague")]
        constraints = [
            # Who asks? Every request looks a token up by it.
            models.UniqueConstraint(fields=["digest"], name="api_tokens_digest_key"),
            models.CheckConstraint(condition=~Q(scopes__len=0), name="api_tokens_scopes_check"),
        ]
        indexes = [
            # A colleague's own tokens; removing a colleague.
            models.Index(fields=["user", "made_at"], name="idx_api_tokens_user"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"


class RequestCount(models.Model):
    """Written by leadsite.api.rates alone."""

    who = models.CharField(
        max_length=300, primary_key=True, db_comment="A token, a colleague, or the keyed hash of an address"
    )
    minute = models.DateTimeField(db_comment="The minute that is counted, by the database's clock")
    requests = models.IntegerField(db_comment="How many there were in it so far")

    class Meta:
        db_table = "api_request_counts"
        db_table_comment = "Requests of this minute, for limits that all processes share; unlogged"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.who}: {self.requests}"
