"""What colleagues write to customers: their own words while the window is open, templates at any time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from activity.chats import window
from activity.chats.models import ChatTemplate
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import channels
from activity.outbox.posting import post
from leads.exceptions import Refused
from leads.models import Lead


def write(*, lead: Lead, text: str, actor: Actor, now: datetime, key: UUID | None = None) -> Activity:
    """Raises Refused (no_phone, window_closed, and what post() refuses), AlreadyLogged."""
    channels.channel("whatsapp")  # the reason that matters most where nothing is set up
    window.check(lead, now)
    return post(
        lead_id=lead.pk, channel="whatsapp", address=known(window.of(lead).number), text=text, sentence=text,
        actor=actor, automatic=False, now=now, key=key,
    )  # fmt: skip


def write_template(
    *,
    lead: Lead,
    template: ChatTemplate,
    values: Sequence[str],
    actor: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Activity:
    """The log says what the customer reads. Raises Refused (no_phone, what post() refuses), AlreadyLogged."""
    text = template.filled(values)
    facts = {"template_language": template.language, "template_values": list(values)}
    return post(
        lead_id=lead.pk, channel="whatsapp", address=known(window.of(lead).number), text=text, sentence=text,
        actor=actor, automatic=False, now=now, template=template.name, provider_facts=facts, key=key,
    )  # fmt: skip


def known(number: str) -> str:
    if not number:
        raise Refused("no_phone")
    return number
