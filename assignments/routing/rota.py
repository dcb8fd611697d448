"""Choosing for many leads, one after the other: each choice changes whose turn is next. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from assignments.routing.choosing import Choice, TeamFacts, choose


class Rota:
    """Teams as the choices made so far leave them."""

    def __init__(self, teams: Iterable[TeamFacts], now: datetime) -> None:
        self.teams = {team.id: team for team in teams}
        self.now = now

    def choose(self, team_id: UUID, now: datetime | None = None, *, without: Collection[str] = ()) -> Choice:
        """`without`: colleagues who are not to get this lead, by identifier."""
        choice = choose(self.teams[team_id].without(without), now or self.now)
        if choice.member is not None:
            self.give(team_id, choice.member.identifier, self.teams[team_id].next_turn(self.now))
        return choice

    def give(self, team_id: UUID, identifier: str, turn: datetime) -> None:
        self.teams = {
            key: team.having(identifier, turn if key == team_id else None) for key, team in self.teams.items()
        }
