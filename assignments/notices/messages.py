"""A message of the customer is told to whoever has the lead: once a wait, however much they write."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.models import Activity
from activity.outbox import stops
from assignments.clocks.models import ClockName, LeadClock
from assignments.notices.models import Notice, NoticeEvent
from assignments.notices.telling import About, Message, tell
from leads.models import Lead
from leads.statuses import OPEN
from leadsite.jobs.tasks import task


@task("tell-of-message", title=_("Tell the owner that the customer wrote"))
def tell_of_message(*, lead_id: str, activity_id: str) -> None:
    """Harmless a second time: of one wait, and of one word that ended our messages, there is one notice."""
    with transaction.atomic():
        lead = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk=UUID(lead_id)).first()
        row = Activity.objects.filter(pk=UUID(activity_id)).first()
        found = what(lead, row) if lead and row else None
        if found and not Notice.objects.filter(about=found.about.row, event=found.event).exists():
            tell([found], timezone.now())


def what(lead: Lead, row: Activity) -> Message | None:
    """Nothing of a lead that is closed, which was told with the message."""
    if (row.metadata or {}).get("automatic") is True:
        return stopped(lead, row)
    clock = LeadClock.objects.running().filter(lead=lead).first()
    if clock is None or lead.status not in OPEN or is_new(clock):
        return None
    return Message(About(lead, clock.pk, 0, clock.clock, clock.deadline), NoticeEvent.HEARD)


def is_new(clock: LeadClock) -> bool:
    """Its first answer is owed, as its owner knows; but for one that waited for the customer."""
    waits = Activity.objects.of_types(["waiting"]).filter(lead=clock.lead_id)
    return clock.clock == ClockName.FIRST_RESPONSE and not waits.exists()


def stopped(lead: Lead, row: Activity) -> Message | None:
    """Their word may have let messages begin again instead."""
    address = str((row.metadata or {}).get("from", ""))
    if not stops.is_stopped(channel=row.type, address=address):
        return None
    return Message(About(lead, row.pk, 0, ClockName.NEXT_RESPONSE, None), NoticeEvent.STOPPED)
