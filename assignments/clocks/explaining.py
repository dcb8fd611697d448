"""Why each deadline of a lead is what it is: by which promise, in whose hours, and which time counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assignments import sla
from assignments.calendars.models import CalendarVersion
from assignments.clocks import facts
from assignments.clocks.facts import LeadFacts
from assignments.clocks.models import ClockName, LeadClock
from assignments.clocks.promises import Terms
from assignments.clocks.working_out import judged_at, promised
from assignments.models import Assignment
from assignments.policies.models import PolicyVersion
from assignments.sla import Clock, Explanation
from assignments.sla.responses import OWNER_RESPONSE


@dataclass(frozen=True)
class Told:
    """One wait. `explanation` is None where no policy or no calendar is pinned to it: nothing was reckoned.

    `stored` is the deadline in the database: another one than the explanation's is out of date or was missed
    before something changed.
    """

    name: str
    started_at: datetime
    stored: datetime | None
    policy: str
    calendar: str
    priority: str
    explanation: Explanation | None

    @property
    def agrees(self) -> bool:
        return self.explanation is None or self.explanation.clock.deadline in (self.stored, None)


def told(lead_id: UUID, *, now: datetime) -> list[Told]:
    """The lead's clocks, oldest first, then its owners'; empty where there are none, and no lead."""
    lead = facts.read([lead_id]).get(lead_id)
    if lead is None:
        return []
    clocks = LeadClock.objects.filter(lead=lead_id).order_by("started_at", "id")
    owners = Assignment.objects.filter(lead=lead_id, policy_version__isnull=False).order_by(
        "assigned_at", "id"
    )
    names = Names.of([*clocks, *owners])
    return [*(of_clock(row, lead, names, now) for row in clocks), *of_owners(list(owners), lead, names, now)]


@dataclass(frozen=True)
class Names:
    """What the pinned versions are called."""

    policies: dict[UUID, str]
    calendars: dict[UUID, str]

    @classmethod
    def of(cls, rows: list[LeadClock | Assignment]) -> "Names":
        policies = PolicyVersion.objects.filter(pk__in=[row.policy_version_id for row in rows])
        calendars = CalendarVersion.objects.filter(pk__in=[row.calendar_version_id for row in rows])
        named = ("pk", "policy__name", "number"), ("pk", "calendar__name", "number")
        return cls(
            {pk: f"{name} v{number}" for pk, name, number in policies.values_list(*named[0])},
            {pk: f"{name} v{number}" for pk, name, number in calendars.values_list(*named[1])},
        )


def terms_of(row: LeadClock | Assignment) -> Terms | None:
    policy, calendar = row.policy_version_id, row.calendar_version_id
    return Terms(policy, calendar) if policy and calendar else None


def of_clock(row: LeadClock, lead: LeadFacts, names: Names, now: datetime) -> Told:
    judged = judged_at(row, now)
    promise = promised(terms_of(row), row.clock, lead, judged)
    if row.clock == ClockName.FIRST_RESPONSE:
        clock = sla.first_response(lead.facts, promise, now=now)
    else:
        clock = sla.next_response(lead.facts, row.started_at, promise, now=now)
    return of(row, clock, lead, names, row.deadline, judged, now)


def of_owners(rows: list[Assignment], lead: LeadFacts, names: Names, now: datetime) -> Iterator[Told]:
    for index, row in enumerate(rows):
        handed_on_at = rows[index + 1].assigned_at if index + 1 < len(rows) else None
        promise = promised(terms_of(row), OWNER_RESPONSE, lead, row.completed_at)
        clock = sla.owner_response(lead.facts, row.assigned_at, promise, now=now, handed_on_at=handed_on_at)
        yield of(row, clock, lead, names, row.sla_deadline, row.completed_at, now)


def of(
    row: LeadClock | Assignment,
    clock: Clock,
    lead: LeadFacts,
    names: Names,
    stored: datetime | None,
    judged: datetime | None,
    now: datetime,
) -> Told:
    terms = terms_of(row)
    promise = promised(terms, clock.name, lead, judged)
    return Told(
        name=clock.name,
        started_at=clock.started_at,
        stored=stored,
        policy=names.policies.get(row.policy_version_id, "") if row.policy_version_id else "",
        calendar=names.calendars.get(row.calendar_version_id, "") if row.calendar_version_id else "",
        priority=lead.priority(judged),
        explanation=sla.explain(clock, promise, lead.facts.pauses, now=now) if terms else None,
    )
