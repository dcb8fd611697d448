"""What may be done without network, and an action as a browser's queue sends it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from activity.admin_views import STEPS as STEPS_ON_ROWS
from leads.lead_steps import STEPS
from leads.step_page import Step

MOST = 50  # actions in one request
LONGEST_FIELD, MOST_FIELDS = 10_000, 30
AHEAD = timedelta(minutes=5)  # so far a clock may be fast and still be believed
OLDEST = timedelta(days=400)


@dataclass(frozen=True)
class Deed:
    """A step of the pages; `of` is the type of the row that it settles, "" for a step on the lead itself."""

    step: Step
    of: str = ""


def on_row(name: str) -> Deed:
    kind, step = STEPS_ON_ROWS[name]
    return Deed(step, kind)


DEEDS: Mapping[str, Deed] = {
    "status": Deed(STEPS["move"]),
    "note": Deed(STEPS["note"]),
    "call": Deed(STEPS["contact"]),
    "sms": Deed(STEPS["text"]),
    "follow_up": Deed(STEPS["follow_up"]),
    "follow_up_done": on_row("complete"),
    "follow_up_later": on_row("snooze"),
    "follow_up_cancelled": on_row("cancel"),
    "approval": Deed(STEPS["approval"]),
    "decision": on_row("decide"),
}


class Unreadable(ValueError):
    """No action of a queue of ours."""


@dataclass(frozen=True)
class Action:
    """`expected` is the version of the lead that the colleague looked at, `fields` what they typed.

    `claimed_at` is when, as their device says; None where that is not to be believed. `device` is the
    browser, as it calls itself; None where it does not say.
    """

    key: UUID
    kind: str
    lead_id: UUID
    row_id: UUID | None = None
    expected: datetime | None = None
    claimed_at: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    device: UUID | None = None

    @property
    def hash(self) -> str:
        """What makes two actions the same; what they were based on may be newer the second time."""
        about = ("seen", "key", "was_status", "was_state")
        typed = {name: text for name, text in self.fields.items() if name not in about}
        said = [self.kind, str(self.lead_id), str(self.row_id), typed]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def read(sent: Any, now: datetime, device: UUID | None = None) -> Action:
    """Raises Unreadable."""
    kind = sent.get("kind") if isinstance(sent, dict) else None
    if not isinstance(kind, str) or kind not in DEEDS:
        raise Unreadable
    try:
        row_id = UUID(str(sent["row"])) if sent.get("row") else None
        action = Action(
            key=UUID(str(sent.get("key"))),
            kind=kind,
            lead_id=UUID(str(sent.get("lead"))),
            row_id=row_id,
            expected=moment(sent.get("expected")),
            claimed_at=believed(moment(sent.get("claimed_at")), now),
            fields=texts(sent.get("fields")),
            device=device,
        )
    except ValueError as error:
        raise Unreadable from error
    if bool(DEEDS[action.kind].of) != bool(row_id):
        raise Unreadable
    return action


def moment(written: Any) -> datetime | None:
    """None where nothing was written. Raises ValueError."""
    if written in (None, ""):
        return None
    found = datetime.fromisoformat(str(written))
    if found.tzinfo is None:
        raise ValueError("a time without its offset")
    return found


def believed(claimed: datetime | None, now: datetime) -> datetime | None:
    """A device's clock may be wrong: a time to come, or one of long ago, says nothing about the action."""
    return claimed if claimed and now - OLDEST < claimed < now + AHEAD else None


def texts(fields: Any) -> Mapping[str, str]:
    """Raises ValueError."""
    if not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
        raise ValueError("no fields")
    if any(not isinstance(text, str) or len(text) > LONGEST_FIELD for text in fields.values()):
        raise ValueError("no texts")
    return fields
