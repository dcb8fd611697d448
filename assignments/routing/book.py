"""Rules and teams as they are now: loaded once for a batch of leads, by a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from assignments.calendars import book as calendars
from assignments.clocks.promises import Promises
from assignments.routing.choosing import Hours, Member, TeamFacts
from assignments.routing.hours import AnyHour, CalendarHours
from assignments.routing.rules import LeadFacts, Rule, first_fitting
from assignments.teams.loads import loads
from assignments.teams.models import Absence, RoutingRule, Team, TeamMember
from assignments.teams.whom_to_tell import manager_of
from leadsite.accounts.models import User


@dataclass(frozen=True)
class Destination:
    """`rule` is None where none fits, and the default team takes the lead."""

    rule: Rule | None
    team: TeamFacts


@dataclass(frozen=True)
class Book:
    rules: tuple[Rule, ...]
    teams: Mapping[UUID, TeamFacts]
    default: UUID | None
    users: Mapping[str, User]
    promises: Promises = field(default_factory=Promises)

    @classmethod
    def load(cls, now: datetime) -> "Book":
        teams = {team.pk: team for team in Team.objects.in_use().select_related("manager")}
        members = list(TeamMember.objects.filter(team__in=teams).select_related("user").order_by("id"))
        people = _members(members, now)
        facts = {pk: _team(team, people[pk]) for pk, team in teams.items()}
        calendar = calendars.load({team.calendar_id for team in teams.values()})
        for pk, team in teams.items():
            if edition := calendar.get(team.calendar_id):
                hours = CalendarHours(edition.calendar)
                facts[pk] = replace(facts[pk], hours=hours, calendar_version=edition.version_id)
        default = next((team.pk for team in teams.values() if team.is_default), None)
        rules = tuple(rule(row) for row in RoutingRule.objects.in_order())
        return cls(rules, facts, default, {member.user_id: member.user for member in members})

    def destination(self, lead: LeadFacts) -> Destination | None:
        """None only where no rule fits and there is no default team."""
        fitting = first_fitting(self.rules, lead)
        if fitting:
            return Destination(fitting, self.teams[fitting.team_id])
        return Destination(None, self.teams[self.default]) if self.default else None


def rule(row: RoutingRule) -> Rule:
    limits: dict[str, Decimal | None] = {"value_from": row.value_from, "value_below": row.value_below}
    return Rule(
        row.name,
        row.team_id,
        category=row.category,
        location=row.location,
        language=row.language,
        source=row.source,
        **limits,
    )


def _team(team: Team, members: Iterable[Member]) -> TeamFacts:
    hours: Hours = AnyHour()
    return TeamFacts(team.pk, team.name, team.spread, hours, tuple(members), manager_of(team))


def _members(rows: list[TeamMember], now: datetime) -> Mapping[UUID, list[Member]]:
    who = {row.user_id for row in rows}
    may_work = set(
        User.objects.who_work_leads().filter(identifier__in=who).values_list("identifier", flat=True)
    )
    away, load = _away(who, now), loads(who)
    found: defaultdict[UUID, list[Member]] = defaultdict(list)
    for row in rows:
        member = Member(
            row.user_id,
            str(row.user),
            is_active=row.user.is_active,
            may_work=row.user_id in may_work,
            takes_leads=row.takes_leads,
            capacity=row.capacity,
            load=load.get(row.user_id, 0),
            away=tuple(away[row.user_id]),
            last_given_at=row.last_given_at,
        )
        found[row.team_id].append(member)
    return found


def _away(who: Iterable[str], now: datetime) -> Mapping[str, list[tuple[datetime, datetime]]]:
    found: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for absence in Absence.objects.not_over(now).filter(user__identifier__in=list(who)):
        found[absence.user_id].append((absence.begins_at, absence.ends_at))
    return found
