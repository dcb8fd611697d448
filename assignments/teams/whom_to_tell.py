"""Who hears of what goes wrong in a team: its manager, and everybody in that role where it has none."""

from collections.abc import Sequence

from assignments.teams.models import Team
from leadsite.accounts.models import User

ROLE = "Manager"


def managers_of_role() -> list[str]:
    return list(User.objects.filter(is_active=True, groups__name=ROLE).values_list("identifier", flat=True))


def manager_of(team: Team | None) -> str | None:
    """Who has an account still; `team` is read together with its manager."""
    return team.manager_id if team and team.manager and team.manager.is_active else None


def who_hears(manager: str | None, role: Sequence[str]) -> Sequence[str]:
    return [manager] if manager else role
