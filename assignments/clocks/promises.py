"""What was promised to whom, and whose hours count: the versions that a deadline is worked out by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from uuid import UUID

from assignments.calendars import book as calendars
from assignments.calendars.models import CalendarVersion
from assignments.clocks.facts import LeadFacts
from assignments.policies.choosing import PolicyBook
from assignments.policies.models import PolicyVersion
from assignments.policies.spec import PolicySpec
from assignments.sla import Promise
from assignments.teams.models import Team, TeamMember


@dataclass(frozen=True)
class Terms:
    """The versions of a policy and a calendar, by which a lead's clocks run."""

    policy_version: UUID
    calendar_version: UUID

    @property
    def spec(self) -> PolicySpec:
        return spec_of(self.policy_version)

    def promise(self, clock: str, priority: str) -> Promise:
        minutes = self.spec.target(clock, priority)
        return Promise(
            None if minutes is None else timedelta(minutes=minutes),
            calendars.compiled(self.calendar_version),
            self.spec.warn_share,
            str(self.policy_version),
        )


@lru_cache(maxsize=calendars.KEPT)
def spec_of(version: UUID) -> PolicySpec:
    """One query, the first time: a version never changes."""
    return PolicySpec.from_json(PolicyVersion.objects.values_list("spec", flat=True).get(pk=version))


@lru_cache(maxsize=calendars.KEPT)
def calendar_of(version: UUID) -> UUID:
    return CalendarVersion.objects.values_list("calendar_id", flat=True).get(pk=version)


@dataclass(frozen=True)
class Promises:
    """Policies, calendars and teams as they are now, read once for a batch, and only where something is new.

    With `anew` what was pinned before is chosen again: the newest version of the same calendar, and the
    policy that such a lead would get today.
    """

    anew: bool = False

    @property
    def as_pinned(self) -> "Promises":
        """The same without choosing anything again that was pinned."""
        return Promises()

    def terms(self, lead: LeadFacts, policy: UUID | None, calendar: UUID | None) -> Terms | None:
        """By the versions that were pinned already, and new ones for the rest. None: nothing is promised."""
        if policy is None or self.anew:
            chosen = self.policies.choose(source=lead.source, categories=lead.categories)
            policy = chosen.version_id if chosen else None
        if calendar is None:
            calendar = self.newest(self.hours_of(lead.owner_id))
        elif self.anew:
            calendar = self.newest(calendar_of(calendar)) or calendar
        return Terms(policy, calendar) if policy and calendar else None

    def newest(self, calendar: UUID | None) -> UUID | None:
        edition = self.editions.get(calendar) if calendar else None
        return edition.version_id if edition else None

    def hours_of(self, owner_id: str | None) -> UUID | None:
        """The calendar of the owner's team; of whoever is in none, and of nobody, the default team's."""
        return self.teams.get(owner_id or "") or self.usual

    @cached_property
    def policies(self) -> PolicyBook:
        return PolicyBook.load()

    @cached_property
    def editions(self) -> Mapping[UUID, calendars.Edition]:
        return calendars.load()

    @cached_property
    def teams(self) -> Mapping[str, UUID]:
        return {user: row.team.calendar_id for user, row in TeamMember.objects.first_teams().items()}

    @cached_property
    def usual(self) -> UUID | None:
        team = Team.objects.filter(is_default=True).values_list("calendar_id", flat=True).first()
        return team or next(iter(self.by_age()), None)

    def by_age(self) -> Iterable[UUID]:
        editions = self.editions.values()
        return (edition.calendar_id for edition in sorted(editions, key=lambda one: str(one.calendar_id)))
