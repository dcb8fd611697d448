"""Before a visit: the customer who confirmed is reminded, the one who has not answered is called."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.bookings import visit
from activity.bookings.calling import call_customer
from activity.bookings.telling import Teller, ways
from activity.bookings.visit import Times, Visit
from activity.kinds import SYSTEM
from activity.models import Activity
from activity.recorder import AlreadyLogged
from assignments import workflow
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.jobs.tasks import task

BEFORE = (timedelta(hours=24), timedelta(hours=2))  # the first that is still to come


@task("remind-of-visit", title=_("Remind a customer of a visit"))
def remind(*, lead_id: str, activity_id: str, site: str) -> None:
    remind_now(lead_id=UUID(lead_id), activity_id=UUID(activity_id), site=site, now=timezone.now())


def schedule(*, lead_id: UUID, activity_id: UUID, times: Times, site: str, now: datetime) -> None:
    """In the transaction of the proposal; a visit within two hours needs no reminder."""
    moments = (times.starts_at - before for before in BEFORE)
    at = next((moment for moment in moments if moment > now), None)
    if at is not None:
        remind.defer(at=at, lead_id=lead_id, activity_id=activity_id, site=site)


@transaction.atomic
def remind_now(*, lead_id: UUID, activity_id: UUID, site: str, now: datetime) -> None:
    """Run twice, it reminds once. Of a visit that is off, moved, over or erased it says nothing."""
    try:
        lead = workflow.locked(lead_id)
    except Refused:
        return
    activity = Activity.objects.filter(pk=activity_id, lead=lead, type="booking").first()
    read = visit.read(activity) if activity else None
    if activity is None or read is None or not read.is_held or read.is_over(now):
        return
    if read.status == "pending":
        unanswered = "The customer has not said yet whether the visit suits them"
        call_customer(lead_id, unanswered, now, about=activity_id)
    elif not written(lead, activity, read, site, now):
        call_customer(lead_id, "Remind the customer of the visit", now, about=activity_id)


def written(lead: Lead, activity: Activity, read: Visit, site: str, now: datetime) -> bool:
    """Whether a message to the customer is on its way; without the site's address none can be written."""
    for way in ways(lead) if site else ():
        try:
            Teller(lead, activity, site).tell("reminder", way=way, actor=SYSTEM, now=now, automatic=True)
        except AlreadyLogged:
            return True
        except Refused:
            continue
        return True
    return False
