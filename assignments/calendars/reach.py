"""How far a change of a calendar would go."""

from uuid import UUID

from assignments.clocks.models import LeadClock
from assignments.models import Assignment


def leads_in_hand(calendar_id: UUID) -> int:
    """Open leads that somebody waits for by a version of this calendar: recomputing would look at these."""
    clocks = LeadClock.objects.running().filter(calendar_version__calendar=calendar_id).values("lead")
    owners = Assignment.objects.active().filter(calendar_version__calendar=calendar_id).values("lead")
    return clocks.union(owners).count()
