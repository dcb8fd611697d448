"""Whose leads were: read for many at once, by two queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from assignments.clocks.models import LeadClock
from assignments.models import Assignment


@dataclass(frozen=True)
class Held:
    """Somebody who got the lead then."""

    identifier: str
    name: str
    since: datetime


@dataclass(frozen=True)
class Past:
    """The owners of a lead one after the other, and since when its customer waits."""

    held: tuple[Held, ...] = ()
    waits_since: datetime | None = None

    @property
    def newest(self) -> str:
        """The name of whoever has it, as it was when they got it."""
        return self.held[-1].name if self.held else ""

    @property
    def while_waiting(self) -> frozenset[str]:
        """Who has or had it since the customer waits, or at all where nobody waits: by identifier."""
        ended = [one for one, after in pairwise(self.held) if self.reaches(after.since)]
        return frozenset(one.identifier for one in (*ended, *self.held[-1:]))

    def reaches(self, moment: datetime) -> bool:
        return self.waits_since is None or moment > self.waits_since


def past_owners(leads: Collection[UUID]) -> Mapping[UUID, Past]:
    """Of those leads that anybody ever had."""
    held: defaultdict[UUID, list[Held]] = defaultdict(list)
    rows = Assignment.objects.filter(lead__in=leads).order_by("assigned_at", "id")
    for row in rows.only("lead", "owner", "owner_name", "assigned_at"):
        held[row.lead_id].append(Held(row.owner_id, row.owner_name, row.assigned_at))
    clocks = LeadClock.objects.running().filter(lead__in=leads)
    since = dict(clocks.values_list("lead_id", "started_at"))
    return {lead: Past(tuple(owners), since.get(lead)) for lead, owners in held.items()}
