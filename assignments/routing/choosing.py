"""Who of a team gets the next lead, and why; or why nobody does, and when to ask again. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

ASK_AGAIN = timedelta(minutes=1)  # where only a colleague's deed can change the answer
NEVER = datetime(1, 1, 1, tzinfo=UTC)

Hindrance = Literal["inactive", "no_permission", "takes_none", "away", "full"]
FOR_GOOD = frozenset({"inactive", "no_permission", "takes_none"})  # no moment to come changes these


class Hours(Protocol):
    """When a team works."""

    def is_open(self, moment: datetime) -> bool: ...

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first working moment from this one on; None where there is none."""


@dataclass(frozen=True)
class Member:
    """A colleague in a team. `load` is how many open leads they have, `away` from when until when they are
    not here, `last_given_at` when a rule of this team last gave them one.
    """

    identifier: str
    name: str
    is_active: bool = True
    may_work: bool = True
    takes_leads: bool = True
    capacity: int | None = None
    load: int = 0
    away: tuple[tuple[datetime, datetime], ...] = ()
    last_given_at: datetime | None = None

    def hindrance(self, now: datetime) -> Hindrance | None:
        """What keeps them from another lead, apart from the hour of the day."""
        if not self.is_active:
            return "inactive"
        if not self.may_work:
            return "no_permission"
        if not self.takes_leads:
            return "takes_none"
        if self.back_from(now) > now:
            return "away"
        return "full" if self.is_full else None

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.load >= self.capacity

    def back_from(self, moment: datetime) -> datetime:
        """The first moment from this one on at which they are not away."""
        for begins, ends in sorted(self.away):
            if begins <= moment < ends:
                moment = ends
        return moment


@dataclass(frozen=True)
class TeamFacts:
    """`manager` hears of what goes wrong: an identifier; None: everybody in that role."""

    id: UUID
    name: str
    spread: str
    hours: Hours
    members: tuple[Member, ...] = ()
    manager: str | None = None
    calendar_version: UUID | None = None

    def next_turn(self, now: datetime) -> datetime:
        """Later than anybody's, whatever the clock says: who gets one now is the last to get another."""
        latest = max((member.last_given_at or NEVER for member in self.members), default=NEVER)
        return max(now, latest + timedelta(microseconds=1))

    def without(self, identifiers: Collection[str]) -> "TeamFacts":
        if not identifiers:
            return self
        members = (member for member in self.members if member.identifier not in identifiers)
        return replace(self, members=tuple(members))

    def having(self, identifier: str, turn: datetime | None) -> "TeamFacts":
        """The team after this colleague was given a lead; without a turn it was by another team's rule."""
        members = (
            replace(member, load=member.load + 1, last_given_at=turn or member.last_given_at)
            if member.identifier == identifier
            else member
            for member in self.members
        )
        return replace(self, members=tuple(members))


Why = Literal["turn", "fewest", "only", "closed", "nobody"]


@dataclass(frozen=True)
class Choice:
    """`member` is None where nobody is available; then `why` is closed or nobody, and `ask_again` says when
    somebody is, as far as one can know now. `passed_over` says what kept the others from it.
    """

    member: Member | None
    why: Why
    passed_over: tuple[tuple[Member, Hindrance], ...] = ()
    ask_again: datetime | None = None


def choose(team: TeamFacts, now: datetime) -> Choice:
    hindered = [(member, member.hindrance(now)) for member in team.members]
    passed_over = tuple((member, why) for member, why in hindered if why)
    free = [member for member, why in hindered if why is None]
    if not free:
        return Choice(None, "nobody", passed_over, next_available(team, now))
    if not team.hours.is_open(now):
        return Choice(None, "closed", passed_over, next_available(team, now))
    if len(free) == 1:
        return Choice(free[0], "only", passed_over)
    if team.spread == "least_loaded":
        return Choice(min(free, key=lambda member: (member.load, *turn(member))), "fewest", passed_over)
    return Choice(min(free, key=turn), "turn", passed_over)


def turn(member: Member) -> tuple[datetime, str]:
    """Who was given none for the longest comes first."""
    return member.last_given_at or NEVER, member.identifier


def next_available(team: TeamFacts, now: datetime) -> datetime:
    """When somebody of the team works next. Later than now, so that nobody asks without end."""
    earliest = min(_available(team, now), default=now)
    return earliest if earliest > now else now + ASK_AGAIN


def _available(team: TeamFacts, now: datetime) -> Iterator[datetime]:
    for member in team.members:
        if member.hindrance(now) in FOR_GOOD:
            continue
        moment = _here_and_open(member, team.hours, now)
        if moment is not None:
            yield moment


def _here_and_open(member: Member, hours: Hours, moment: datetime) -> datetime | None:
    for _ in range(len(member.away) + 1):
        opening = hours.next_opening(member.back_from(moment))
        if opening is None or member.back_from(opening) == opening:
            return opening
        moment = opening
    return moment
