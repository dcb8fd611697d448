"""What a customer wrote, whichever way it came: into the log, and to whoever has to know."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from activity.chats import left_before_sending
from activity.events import announce
from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import stops, words
from activity.outbox.models import StopReason
from assignments import workflow

DETAIL = 100


def obeyed(*, channel: str, address: str, text: str, now: datetime) -> bool:
    """Whether the text is one of the words that end our messages, or let them begin again."""
    ends, begins = words.ends(text), words.begins(text)
    if ends:
        stops.stop(channel=channel, address=address, reason=StopReason.OPT_OUT, now=now, detail=text[:DETAIL])
    elif begins:
        stops.allow(channel=channel, address=address)
    return ends or begins


def hear(
    *,
    lead_id: UUID,
    kind: str,
    text: str,
    facts: Mapping[str, object],
    automatic: bool,
    actor: Actor,
    at: datetime,
    key: UUID,
) -> Activity:
    """By the one door, which lets the right clock run. `automatic`: a word that was obeyed, which waits for
    no answer. `facts`: provider, provider_id and from. Raises AlreadyLogged, Refused("gone").
    """
    said = {"direction": "in", "automatic": automatic, "retry_count": 0, **facts}
    logged = workflow.record_contact(
        lead_id=lead_id, kind=kind, message=text, facts=said, actor=actor, now=at, key=key
    )
    if not automatic:
        left_before_sending.came_back(lead_id)
    announce("message_received", lead_id=lead_id, activity_id=logged.pk)
    return logged
