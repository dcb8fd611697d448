"""A customer who writes about a lead that is closed is told to whoever may reopen it."""

from datetime import datetime

from activity.models import Activity
from assignments.clocks.models import ClockName, LeadClock
from assignments.notices.models import Notice, NoticeEvent
from assignments.notices.telling import About, Message, tell
from leads.models import Lead
from leads.statuses import OPEN


def heard(lead: Lead, message: Activity, now: datetime) -> None:
    """Once a wait, to the owner; of a lead that nobody has, to the default team's manager.

    In the transaction of the message, which holds the lead.
    """
    if lead.status in OPEN:
        return
    clock = LeadClock.objects.unanswered().filter(lead=lead).first()
    about = clock.pk if clock else message.pk
    if Notice.objects.filter(lead=lead, about=about, event=NoticeEvent.WROTE).exists():
        return
    name = clock.clock if clock else ClockName.NEXT_RESPONSE
    tell([Message(About(lead, about, 0, name, None), NoticeEvent.WROTE)], now)
