"""What the demo's customers waited for, and how long: as the site itself would have worked it out."""

from collections.abc import Iterable
from datetime import datetime

from activity import recorder
from activity.triage import arrivals
from assignments.clocks.models import ClockName, LeadClock
from assignments.clocks.settling import settle
from assignments.clocks.working_out import NEW
from assignments.models import Assignment
from leads.models import Lead


def run(leads: Iterable[Lead], *, now: datetime) -> None:
    """Of these leads, whose stories are told; suspects have no clocks, new leads have theirs already."""
    genuine = list(Lead.objects.genuine().filter(pk__in=[lead.pk for lead in leads]))
    LeadClock.objects.bulk_create(
        LeadClock(lead=lead, clock=ClockName.FIRST_RESPONSE, started_at=lead.created_at)
        for lead in genuine
        if lead.status != "new"
    )
    Assignment.objects.active().filter(lead__in=genuine).update(fingerprint=NEW)
    look_at(genuine)
    settle([lead.pk for lead in genuine], now=now)


def look_at(leads: Iterable[Lead]) -> None:
    """As the router would, who greets nobody twice: nobody writes to customers who are made up."""
    asked = {lead.pk: lead.created_at for lead in leads}
    for entry in arrivals.judge(asked):
        recorder.record(
            lead_id=entry.lead_id, kind=entry.kind, message=entry.message, actor=entry.actor,
            metadata=entry.facts, created_at=asked[entry.lead_id],
        )  # fmt: skip
