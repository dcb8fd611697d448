"""What was promised to customers: response times, as policies of which the first that fits a lead holds."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_order(self) -> "PolicyQuerySet":
        """As they are tried: by position, the fallback last."""
        return self.filter(is_active=True).listed()

    def listed(self) -> "PolicyQuerySet":
        """The same with those that are not in use, where they would be tried."""
        return self.order_by("is_fallback", "position", "id")

    def movable(self) -> "PolicyQuerySet":
        """Those that have a place among the others."""
        return self.filter(is_fallback=False).listed()


class Policy(models.Model):
    id = uuid_key(db_comment="Primary key")
    name = models.CharField(_("name"), max_length=100, unique=True, db_comment="As colleagues call it")
    position = models.IntegerField(
        _("position"), default=0, db_default=0, db_comment="Lower ones are tried first"
    )
    is_fallback = models.BooleanField(
        _("for all other leads"), default=False, db_default=False, db_comment="Holds where no other does"
    )
    is_active = models.BooleanField(_("in use"), default=True, db_default=True, db_comment="Tried at all")

    objects = PolicyQuerySet.as_manager()

    class Meta:
        db_table = "sla_policies"
        db_table_comment = "Promised response times; what they are is in the versions"
        verbose_name = _("response time policy")
        verbose_name_plural = _("response time policies")
        constraints = [
            # There is one answer to "and if none fits?".
            models.UniqueConstraint(
                fields=["is_fallback"], name="sla_policies_one_fallback", condition=Q(is_fallback=True)
            ),
            # The fallback is always there to fall back on.
            models.CheckConstraint(
                condition=Q(is_fallback=False) | Q(is_active=True), name="sla_policies_fallback_check"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def newest(self) -> "PolicyVersionQuerySet":
        """The one in force of each policy: what was published last."""
        return self.order_by("policy", "-number").distinct("policy")

    def newest_of_all(self) -> "PolicyVersionQuerySet":
        """The newest of each, in use or not, as policies are tried."""
        rows: PolicyVersionQuerySet = self.model.objects.filter(pk__in=self.newest().values("pk"))
        return rows.select_related("policy").order_by("policy__is_fallback", "policy__position", "policy_id")

    def in_force(self) -> "PolicyVersionQuerySet":
        """The newest of each policy in use, as policies are tried."""
        return self.newest_of_all().filter(policy__is_active=True)


class PolicyVersion(models.Model):
    """Never changed and never deleted, like a calendar's."""

    id = uuid_key(db_comment="Primary key")
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="versions", db_index=False, db_comment="Of which policy"
    )
    number = models.IntegerField(_("version"), db_comment="1, 2, 3 of this policy")
    spec = models.JSONField(db_comment="Conditions, targets by priority, warning share and steps")
    fingerprint = models.CharField(max_length=64, db_comment="SHA-256 of the spec in its canonical form")
    note = models.TextField(blank=True, default="", db_default="", db_comment="Why it was changed")
    published_at = models.DateTimeField(
        _("published"), db_default=Now(), editable=False, db_comment="Since when it is in force"
    )
    published_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        to_field="identifier",
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,  # a name outlives the account
        db_index=False,
        db_comment="The colleague's identifier; null: the system",
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        db_table = "sla_policy_versions"
        db_table_comment = "What each policy promised at each time; append-only"
        verbose_name = _("version of a policy")
        verbose_name_plural = _("versions of policies")
        constraints = [
            # Two who publish at once: one of them is told. Finds the newest, too.
            models.UniqueConstraint(fields=["policy", "number"], name="sla_policy_versions_number_key"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sla_policy_versions_number_check"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"
