"""An SMS from a colleague, or by itself, to the customer of a lead."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from activity.kinds import Actor
from activity.models import Activity
from activity.outbox.posting import post
from activity.texts.segments import segments
from leads.exceptions import Refused
from leads.models import Lead

LONGEST = 1600  # Twilio takes no more


def write(
    *,
    lead_id: UUID,
    text: str,
    actor: Actor,
    now: datetime,
    automatic: bool = False,
    template: str = "",
    key: UUID | None = None,
) -> Activity:
    """To the lead's phone. Raises Refused (gone, no_phone, too_long, and those of post()), AlreadyLogged."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise Refused("too_long")
    phones = Lead.objects.filter(pk=lead_id).values_list("phone", flat=True)
    phone = phones.first()
    if not phone:
        raise Refused("no_phone" if phones else "gone")
    return post(
        lead_id=lead_id, channel="sms", address=phone, text=text, sentence=text, actor=actor,
        automatic=automatic, template=template, now=now, key=key,
    )  # fmt: skip


def cost(text: str) -> Decimal | None:
    """In CURRENCY; None where nobody has told the price of a segment."""
    return None if settings.SMS_PRICE is None else segments(text).count * settings.SMS_PRICE
