"""An SMS of a customer: for the newest lead of that number, or a new one."""

import logging
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import connection, transaction

from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import hearing
from activity.recorder import AlreadyLogged
from leads import phones
from leads.models import Lead

log = logging.getLogger(__name__)

LONGEST = 4000
# The lock of the intake: nobody makes the same person a lead by another way meanwhile.
HOLD = "select pg_advisory_xact_lock(hashtextextended('leadsite phone ' || %s, 0))"


@transaction.atomic
def take(
    *, provider: str, provider_id: str, sender: str, text: str, now: datetime, wish: str = ""
) -> Activity | None:
    """The activity; None where there is nothing to log: it was taken before, it came from a short code or a
    name, which nobody answers, or somebody whom we do not know wants no messages.

    `wish` is STOP or START where the provider has understood a word that we may not know.
    """
    number, text = number_of(sender), clean(text)
    if number is None:
        log.warning("an SMS of %s from no telephone number was left aside", provider)
        return None
    obeyed = hearing.obeyed(channel="sms", address=number, text=wish or text, now=now)
    lead = known(number) if obeyed else known(number) or made(number, text, now)
    if lead is None:
        return None
    try:
        return hearing.hear(
            lead_id=lead.pk, kind="sms", text=text or "An SMS without a text", automatic=obeyed,
            facts={"from": number, "provider": provider, "provider_id": provider_id},
            actor=SYSTEM, at=now, key=uuid5(NAMESPACE_URL, f"{provider}:{provider_id}"),
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


def known(number: str) -> Lead | None:
    """The lead that hears of it; of two SMS of one stranger the second finds what the first has made."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [number])
    return Lead.objects.who_writes(number)


def made(number: str, text: str, now: datetime) -> Lead:
    name = f"SMS {phones.display(number)}"
    return Lead.objects.create(name=name, phone=number, message=text, source="sms", created_at=now)
