"""The demo's second team, the rule that gives it leads, and an absence to come: what each of them is for."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from assignments.teams.models import Absence, RoutingRule, Team, TeamMember
from leads.demo.people import MEERA, NEHA, RAJESH
from leadsite.accounts.models import User

PUNE = "Pune showroom"
PLACES = "Pune, Pimpri, Chinchwad"
IN_DAYS, DAYS_AWAY = 7, 3


def set_up(users: dict[str, User], now: datetime) -> None:
    """Nothing is added to what staff have begun themselves."""
    if not RoutingRule.objects.exists():
        open_in_pune(users)
    if not Absence.objects.exists():
        go_away(users, now)


def open_in_pune(users: dict[str, User]) -> None:
    """By the default team's hours; Rajesh works for both."""
    calendar = Team.objects.filter(is_default=True).values_list("calendar", flat=True).first()
    if calendar is None:
        return
    facts = {"calendar_id": calendar, "manager": users[MEERA.username]}
    team, _ = Team.objects.get_or_create(name=PUNE, defaults=facts)
    TeamMember.objects.get_or_create(team=team, user=users[RAJESH.username])
    RoutingRule.objects.create(name="Customers in Pune", team=team, location=PLACES)


def go_away(users: dict[str, User], now: datetime) -> None:
    zone = ZoneInfo(settings.TIME_ZONE)
    begins = datetime.combine(now.astimezone(zone).date() + timedelta(days=IN_DAYS), time(), zone)
    Absence.objects.create(
        user=users[NEHA.username],
        begins_at=begins,
        ends_at=begins + timedelta(days=DAYS_AWAY),
        cover=users[RAJESH.username],
        reason="A wedding in Surat",
    )
