"""A wait that nobody saw begin: the customer wrote after our answer was sent, and before we knew that it was.

The trigger that begins rounds (assignments/sql/clocks_follow.up.sql) found them waiting still.
"""

from datetime import datetime

from assignments import sla
from assignments.clocks import facts
from assignments.clocks.models import ClockName, LeadClock
from leads.models import Lead
from leads.statuses import OPEN


def begin(lead: Lead, now: datetime) -> bool:
    """In the transaction that holds the lead and has settled its clocks; whether a round began."""
    told = facts.read([lead.pk])[lead.pk].facts
    begun = sla.rounds(told)[-1:]
    waits = LeadClock.objects.unanswered().filter(lead=lead)
    if not begun or told.answered_since(begun[0]) or waits.exists():
        return False
    LeadClock.objects.create(
        lead=lead,
        clock=ClockName.NEXT_RESPONSE,
        started_at=begun[0],
        stopped_at=None if lead.status in OPEN else now,
        next_step_at=now,
    )
    return True
