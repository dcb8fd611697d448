"""The team that takes what no rule gives away: a new shop has it, and who begins to sell joins it."""

from typing import Any

from django.apps import apps as installed

NAME = ROLE = "Sales"


def make(apps: Any) -> Any:
    """The default team; where there is none, one with everybody active in the role Sales is made.

    `apps` is a migration's registry or Django's own. None while there is no calendar to give it.
    """
    teams = apps.get_model("assignments", "Team").objects
    found = teams.filter(is_default=True).first()
    calendar = apps.get_model("assignments", "Calendar").objects.order_by("created_at", "id").first()
    if found or calendar is None:
        return found
    team, made = teams.get_or_create(name=NAME, defaults={"calendar": calendar, "is_default": True})
    if not made:
        teams.filter(pk=team.pk).update(is_default=True)
    for user in apps.get_model("accounts", "User").objects.filter(is_active=True, groups__name=ROLE):
        _join(apps, team, user)
    return team


def join(user: Any) -> str:
    """Let somebody who sells and is in no team yet join the default one; its name, "" where they did not.

    Who was taken out of all teams by hand is asked in again only when they are given the role anew.
    """
    sells = user.is_active and user.groups.filter(name=ROLE).exists()
    if not sells or user.memberships.exists():
        return ""
    team = make(installed)
    if team is None:
        return ""
    _join(installed, team, user)
    return str(team.name)


def _join(apps: Any, team: Any, user: Any) -> None:
    apps.get_model("assignments", "TeamMember").objects.get_or_create(team=team, user=user)
