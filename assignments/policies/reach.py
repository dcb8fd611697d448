"""How far a change of a policy would go."""

from uuid import UUID

from assignments.clocks.models import LeadClock
from assignments.models import Assignment


def leads_in_hand(policy_id: UUID) -> int:
    """Open leads that somebody waits for by a version of this policy: recomputing would look at these."""
    clocks = LeadClock.objects.running().filter(policy_version__policy=policy_id).values("lead")
    owners = Assignment.objects.active().filter(policy_version__policy=policy_id).values("lead")
    return clocks.union(owners).count()
