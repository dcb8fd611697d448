"""An SMS of a customer: for the newest lead of that number, or a new one; words that end our messages."""

import logging
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction

from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import StopReason
from activity.recorder import AlreadyLogged
from activity.texts import words
from assignments import workflow
from leads import phones
from leads.models import Lead

log = logging.getLogger(__name__)

LONGEST = 4000


@transaction.atomic
def take(*, provider: str, provider_id: str, sender: str, text: str, now: datetime) -> Activity | None:
    """The activity; None where it was taken before, and for a short code or a name, which nobody answers."""
    number, text = number_of(sender), clean(text)
    if number is None:
        log.warning("an SMS of %s from no telephone number was left aside", provider)
        return None
    ending, beginning = words.ends(text), words.begins(text)
    if ending:
        stops.stop(channel="sms", address=number, reason=StopReason.OPT_OUT, now=now, detail=text[:100])
    elif beginning:
        stops.allow(channel="sms", address=number)
    facts = {
        "direction": "in",
        # A word for the machine is nothing that anybody has to answer.
        "automatic": ending or beginning,
        "from": number,
        "provider": provider,
        "provider_id": provider_id,
        "retry_count": 0,
    }
    try:
        return workflow.record_contact(
            lead_id=lead_of(number, text, now).pk, kind="sms", message=text or "An SMS without a text",
            facts=facts, actor=SYSTEM, now=now, key=uuid5(NAMESPACE_URL, f"{provider}:{provider_id}"),
        )  # fmt: skip
    except AlreadyLogged:
        return None


def number_of(sender: str) -> str | None:
    try:
        return phones.normalise(sender, settings.DEFAULT_REGION)
    except ValueError:
        return None


def clean(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\x00", "").strip()[:LONGEST]


def lead_of(number: str, text: str, now: datetime) -> Lead:
    known = Lead.objects.of_person(email=None, phone=number).order_by("-created_at", "-id").first()
    if known is not None:
        return known
    name = f"SMS {phones.display(number)}"
    return Lead.objects.create(name=name, phone=number, message=text, source="sms", created_at=now)
