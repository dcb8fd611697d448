"""What a visit leaves for a colleague to do: call the customer, at once."""

from datetime import datetime
from uuid import UUID, uuid5

from activity import recorder
from activity.kinds import SYSTEM
from activity.recorder import AlreadyLogged
from leads.exceptions import Refused


def call_customer(lead_id: UUID, reason: str, now: datetime, *, about: UUID | None = None) -> None:
    """A follow-up for whoever has the lead, in the transaction of the caller; `about` a visit one, ever."""
    facts = {"action": "call", "scheduled_for": now.isoformat(), "reason": reason}
    key = uuid5(about, "call") if about else None
    try:
        recorder.record(
            lead_id=lead_id, kind="follow_up", message=reason, actor=SYSTEM, metadata=facts, key=key
        )
    except (AlreadyLogged, Refused):  # there with this key, at the time when it was first due
        return
