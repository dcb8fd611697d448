"""Choosing for many leads in one transaction, and remembering whose turn it was."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from assignments.routing.choosing import TeamFacts
from assignments.routing.rota import Rota
from assignments.teams.loads import loads
from assignments.teams.models import TeamMember


class Desk(Rota):
    """Teams with the turns and loads of this moment, which stay so until the transaction ends.

    Whoever chooses among any of these colleagues meanwhile, for another team too, waits: nobody is given one
    more than they take, and nobody's turn comes twice.
    """

    def __init__(self, teams: Iterable[TeamFacts], now: datetime) -> None:
        chosen = {team.id: team for team in teams}.values()
        colleagues = {member.identifier for team in chosen for member in team.members}
        rows = TeamMember.objects.filter(user__identifier__in=colleagues).order_by("id")
        self.rows: defaultdict[UUID, dict[str, TeamMember]] = defaultdict(dict)
        for row in rows.select_for_update(no_key=True):
            self.rows[row.team_id][row.user_id] = row
        load = loads(colleagues)  # in a statement of its own, which sees what was committed before the locks
        super().__init__((refreshed(team, self.rows[team.id], load) for team in chosen), now)
        self.given: dict[UUID, TeamMember] = {}

    def give(self, team_id: UUID, identifier: str, turn: datetime) -> None:
        super().give(team_id, identifier, turn)
        row = self.rows[team_id][identifier]
        row.last_given_at = turn
        self.given[row.pk] = row

    def remember(self) -> None:
        """Store whose turn it was."""
        TeamMember.objects.bulk_update(self.given.values(), ["last_given_at"])


def refreshed(team: TeamFacts, rows: dict[str, TeamMember], load: dict[str, int]) -> TeamFacts:
    """Without those who have left the team meanwhile."""
    members = (
        replace(
            member,
            takes_leads=rows[member.identifier].takes_leads,
            capacity=rows[member.identifier].capacity,
            last_given_at=rows[member.identifier].last_given_at,
            load=load.get(member.identifier, 0),
        )
        for member in team.members
        if member.identifier in rows
    )
    return replace(team, members=tuple(members))
