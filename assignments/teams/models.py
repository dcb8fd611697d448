"""Who takes which leads: teams, their members, who is away, and the rules that choose a team."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.keys import uuid_key
from leadsite.readable_times import readable


class Spread(models.TextChoices):
    """How a team shares its leads out."""

    ROUND_ROBIN = "round_robin", _("In turn")
    LEAST_LOADED = "least_loaded", _("To whoever has the fewest")


class TeamQuerySet(models.QuerySet["Team"]):
    def in_use(self) -> "TeamQuerySet":
        return self.filter(is_active=True)


class Team(models.Model):
    id = uuid_key(db_comment="Primary key")
    name = models.CharField(_("name"), max_length=100, unique=True, db_comment="As colleagues call it")
    calendar = models.ForeignKey(
        "assignments.Calendar",
        models.PROTECT,
        related_name="teams",
        db_index=False,
        verbose_name=_("working calendar"),
        db_comment="When it works",
    )
    spread = models.CharField(
        _("leads go"),
        max_length=20,
        choices=Spread,
        default=Spread.ROUND_ROBIN,
        db_default=Spread.ROUND_ROBIN,
        db_comment="round_robin, least_loaded",
    )
    manager = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        to_field="identifier",
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("manager"),
        db_comment="Who hears of missed deadlines: a user's identifier",
    )
    is_default = models.BooleanField(
        _("takes what no rule gives away"), default=False, db_default=False, db_comment="At most one team"
    )
    is_active = models.BooleanField(
        _("in use"), default=True, db_default=True, db_comment="Gets leads at all"
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        db_table = "teams"
        db_table_comment = "Who works leads together, in the same hours"
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.CheckConstraint(condition=Q(spread__in=Spread.values), name="teams_spread_check"),
            # There is one answer to "and if no rule fits?".
            models.UniqueConstraint(
                fields=["is_default"], name="teams_one_default", condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def first_teams(self) -> dict[str, "TeamMember"]:
        """By colleague: of who is in several teams the default one counts, or else the first by name."""
        rows = self.filter(team__is_active=True).select_related("team")
        return {row.user_id: row for row in rows.order_by("team__is_default", "-team__name")}


class TeamMember(models.Model):
    id = uuid_key(db_comment="Primary key")
    team = models.ForeignKey(
        Team, models.CASCADE, related_name="members", db_index=False, db_comment="In which team"
    )
    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        to_field="identifier",
        related_name="memberships",
        db_index=False,
        verbose_name=_("colleague"),
        db_comment="The user's identifier",
    )
    capacity = models.IntegerField(
        _("open leads at most"), null=True, blank=True, db_comment="Gets no more above it; null: no limit"
    )
    takes_leads = models.BooleanField(
        _("takes leads"), default=True, db_default=True, db_comment="Given leads by the rules"
    )
    last_given_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        db_comment="When the rules last gave them a lead: whose turn it is",
    )

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        db_table = "team_members"
        db_table_comment = "Colleagues in teams"
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")
        constraints = [
            # Once in a team; finds its members.
            models.UniqueConstraint(fields=["team", "user"], name="team_members_team_user_key"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="team_members_capacity_check"
            ),
        ]
        indexes = [
            # A colleague's teams; removing a user.
            models.Index(fields=["user"], name="idx_team_members_user_id"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.team}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def at(self, moment: datetime) -> "AbsenceQuerySet":
        """Of who is away at that moment."""
        return self.filter(begins_at__lte=moment, ends_at__gt=moment)

    def covered_by(self, identifier: str, moment: datetime) -> "AbsenceQuerySet":
        """Of those whose leads this colleague answers at that moment."""
        return self.at(moment).filter(cover__identifier=identifier)

    def not_over(self, moment: datetime) -> "AbsenceQuerySet":
        """Of who is away then, or will be."""
        return self.filter(ends_at__gt=moment)

    def last_within(self, identifier: str, begins_at: datetime, ends_at: datetime) -> "Absence | None":
        """Of this colleague's that touch that time the one that ends last."""
        found = self.not_over(begins_at).filter(user__identifier=identifier, begins_at__lt=ends_at)
        return found.order_by("ends_at").last()


class Absence(models.Model):
    id = uuid_key(db_comment="Primary key")
    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        to_field="identifier",
        related_name="absences",
        db_index=False,
        verbose_name=_("colleague"),
        db_comment="Who is away: a user's identifier",
    )
    begins_at = models.DateTimeField(_("from"), db_comment="First moment away")
    ends_at = models.DateTimeField(_("until"), db_comment="First moment back")
    cover = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        to_field="identifier",
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("cover"),
        db_comment="Who answers their leads meanwhile: a user's identifier",
    )
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, default="", db_default="", db_comment="Holiday, training, …"
    )

    handed_over_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        db_comment="When the cover was given their open leads; null: they were not, or they are back",
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        db_table = "absences"
        db_table_comment = "When colleagues are away: they are given no leads"
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="absences_order_check"),
            models.CheckConstraint(
                condition=readable("begins_at", "ends_at"), name="absences_times_are_readable"
            ),
            models.CheckConstraint(condition=~Q(user=F("cover")), name="absences_cover_check"),
        ]
        indexes = [
            # Who is away now; a colleague's absences.
            models.Index(fields=["user", "ends_at"], name="idx_absences_user_id"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.begins_at):%Y-%m-%d}"


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    def in_order(self) -> "RoutingRuleQuerySet":
        """As they are tried: the first that fits decides."""
        return self.filter(is_active=True, team__is_active=True).order_by("position", "id")


class RoutingRule(models.Model):
    """A condition that is empty is no condition."""

    id = uuid_key(db_comment="Primary key")
    name = models.CharField(_("name"), max_length=100, unique=True, db_comment="As colleagues call it")
    position = models.IntegerField(
        _("position"), default=0, db_default=0, db_comment="Lower ones are tried first"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="rules", db_index=False, db_comment="Who gets the lead"
    )
    category = models.CharField(
        _("category"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        db_comment="Of a product asked for",
    )
    location = models.CharField(
        _("place"),
        max_length=255,
        blank=True,
        default="",
        db_default="",
        db_comment="In the lead's location, any case",
    )
    language = models.CharField(
        _("language"),
        max_length=16,
        blank=True,
        default="",
        db_default="",
        db_comment="That the form was read in",
    )
    source = models.CharField(
        _("source"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        db_comment="website_form, referral, …",
    )
    value_from = models.DecimalField(
        _("value from"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="Of the quote, included",
    )
    value_below = models.DecimalField(
        _("value below"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="Of the quote, excluded",
    )
    is_active = models.BooleanField(_("in use"), default=True, db_default=True, db_comment="Tried at all")

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        db_table = "routing_rules"
        db_table_comment = "Which team gets a lead: the first rule that fits"
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(value_from__isnull=True)
                | Q(value_below__isnull=True)
                | Q(value_from__lt=F("value_below")),
                name="routing_rules_value_check",
            ),
        ]

    def __str__(self) -> str:
        return self.name
