"""Who was led to WhatsApp with a quote and never sent it: somebody should ask, while they still remember.

Silence means something only while we hear WhatsApp: not before its first webhook, and not while something
that it sent waits to be read.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef

from activity import recorder
from activity.chats.models import ReceivedPayload
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from assignments.calendars import book
from assignments.clocks.promises import Promises
from assignments.working_time import elapsed
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus
from leadsite.outside.models import ReceivedHook

LEFT = Actor("system", "left_before_sending")
REASON = "customer left before sending"
# Longer than any holiday over which no minute counts; who was silent before that is somebody's already.
LOOK_BACK = timedelta(days=7)


def look(*, now: datetime) -> int:
    """Plan a follow-up, due now, for each lead that is silent for too long; for how many."""
    heard_since = hearing_since()
    if heard_since is None or ReceivedPayload.objects.exists():
        return 0
    patience = timedelta(minutes=settings.WHATSAPP_SILENT_MINUTES)
    found = silent(since=max(heard_since, now - LOOK_BACK), until=now - patience)
    late = gone(found.order_by("created_at").only("created_at", "owner"), patience, now)
    return sum(plan(lead_id, now) for lead_id in list(late))


def hearing_since() -> datetime | None:
    """None: nobody can know who is silent, or nobody wants to."""
    if not (settings.WHATSAPP_APP_SECRET and settings.WHATSAPP_SILENT_MINUTES):
        return None
    heard = ReceivedHook.objects.filter(provider="whatsapp")
    first: datetime | None = heard.aggregate(first=Min("received_at"))["first"]
    return first


def silent(*, since: datetime, until: datetime) -> LeadQuerySet:
    """Leads of the form, from `since` to `until`, of whom nobody has heard or spoken a word."""
    asked = Lead.objects.filter(source="website_form", created_at__gte=since, created_at__lte=until)
    untouched = asked.filter(status=LeadStatus.NEW, first_response_at=None, last_contact_at=None).genuine()
    log = Activity.objects.filter(lead=OuterRef("pk"))
    wrote = log.of_types(["call", "email", "sms", "whatsapp"]).filter(metadata__contains={"direction": "in"})
    told = log.of_types(["follow_up"]).filter(actor_id=LEFT.id)
    return untouched.filter(~Exists(wrote), ~Exists(told))


def gone(leads: Iterable[Lead], patience: timedelta, now: datetime) -> Iterator[UUID]:
    """Those whose time is over by the hours of who should have heard them."""
    promises = Promises()
    for lead in leads:
        version = promises.newest(promises.hours_of(lead.owner_id))
        asked = lead.created_at
        passed = elapsed(book.compiled(version), asked, now) if version else now - asked
        if passed >= patience:
            yield lead.pk


def plan(lead_id: UUID, now: datetime) -> bool:
    """Looked at again under its lock: another worker or the customer may have been faster."""
    with transaction.atomic():
        lead = workflow.locked(lead_id)
        if not silent(since=lead.created_at, until=lead.created_at).filter(pk=lead_id).exists():
            return False
        facts = {
            "action": "call" if lead.phone else "email", "scheduled_for": now.isoformat(), "reason": REASON,
        }  # fmt: skip
        recorder.record(
            lead_id=lead_id, kind="follow_up", message=REASON.capitalize(), actor=LEFT, metadata=facts,
            key=uuid5(lead_id, REASON),
        )  # fmt: skip
    return True


def came_back(lead_id: UUID) -> None:
    """They wrote after all: nobody has to ask. In the transaction that has locked the lead."""
    asked = Activity.objects.pending_follow_ups().filter(lead=lead_id, actor_id=LEFT.id)
    for activity_id in asked.values_list("pk", flat=True):
        recorder.close(
            activity_id=activity_id, kind="follow_up", status="cancelled", actor=LEFT,
            outcome="the customer wrote",
        )  # fmt: skip
