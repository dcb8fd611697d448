"""The types of activity: who may log what, how a row lives after it was logged, and the facts it carries.

The database keeps the same life by its own functions (activity/sql); a test compares the two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

Moves = Mapping[str, frozenset[str]]
Check = Callable[[object], bool]


class ActorType(models.TextChoices):
    SYSTEM = "system", _("System")
    USER = "user", _("Colleague")
    AI = "ai", _("Language model")


class ActivityType(models.TextChoices):
    AI_RESULT = "ai_result", _("AI result")
    ASSIGNMENT = "assignment", _("Assignment")
    EMAIL = "email", _("E-mail")
    CALL = "call", _("Call")
    FOLLOW_UP = "follow_up", _("Follow-up")
    APPROVAL = "approval", _("Approval")
    STATUS_CHANGE = "status_change", _("Change of status")
    NOTE = "note", _("Note")
    QUOTE = "quote", _("Quote")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    BOOKING = "booking", _("Booking")
    WAITING = "waiting", _("Waiting")
    SLA = "sla", _("Deadline")
    CORRECTION = "correction", _("Correction")
    AI_REVIEW = "ai_review", _("AI review")


@dataclass(frozen=True)
class Actor:
    """Who did it: the system, a colleague by identifier, or a model by name."""

    type: Literal["system", "user", "ai"]
    id: str | None = None

    def as_json(self) -> dict[str, str | None]:
        return {"type": self.type, "id": self.id}


SYSTEM = Actor("system")


@dataclass(frozen=True)
class Fact:
    """A key of `metadata`: what its value must be, and whether it must be there."""

    fits: Check
    required: bool = True


@dataclass(frozen=True)
class Kind:
    """One type of activity. `moves` names, for each open status, those that may follow it."""

    facts: Mapping[str, Fact]
    moves: Moves = field(default_factory=dict)
    closed: frozenset[str] = frozenset({"completed"})
    first: str = "completed"

    @property
    def statuses(self) -> frozenset[str]:
        return self.closed.union(self.moves, *self.moves.values())


class WrongFacts(ValueError):
    """Metadata or a status that does not belong to the activity's type; says which."""


def text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def words(value: object) -> bool:
    return isinstance(value, str)


def texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def truth(value: object) -> bool:
    return isinstance(value, bool)


def facts_map(value: object) -> bool:
    return isinstance(value, dict)


def moment(value: object) -> bool:
    """An ISO 8601 time with its offset: one without would mean another moment on another machine."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def key(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def one_of(*allowed: str) -> Check:
    return lambda value: value in allowed


def needs(fits: Check) -> Fact:
    return Fact(fits)


def may(fits: Check) -> Fact:
    return Fact(fits, required=False)


DIRECTION = one_of("in", "out")
TASK_LIFE: Moves = {"pending": frozenset({"completed", "cancelled"})}
MESSAGE_LIFE: Moves = {
    "queued": frozenset({"sent", "delivered", "read", "failed"}),
    "sent": frozenset({"delivered", "read", "failed"}),
    "delivered": frozenset({"read"}),
}
MESSAGE_FACTS: dict[str, Fact] = {
    "direction": needs(DIRECTION),
    "automatic": needs(truth),
    "template": may(text),
    "provider_id": may(text),
    "error": may(words),
    "retry_count": needs(whole),
}
PHONE_MESSAGE_FACTS = {**MESSAGE_FACTS, "to": may(text), "from": may(text), "provider": needs(text)}

KINDS: Mapping[str, Kind] = {
    "ai_result": Kind(
        {
            "intent": needs(text),
            "lead_type": needs(text),
            "priority": needs(one_of("low", "medium", "high")),
            "suggested_action": needs(text),
            "reasoning": may(words),
            "model": needs(text),
            "prompt_version": needs(text),
            "input_hash": needs(text),
            "latency_ms": needs(whole),
            "error": may(words),  # why the rules spoke where the model was asked
        }
    ),
    "ai_review": Kind(
        {
            "result_id": needs(key),
            "verdict": needs(one_of("accepted", "overridden")),
            "fields": needs(facts_map),
        }
    ),
    "assignment": Kind(
        {
            "assigned_by": needs(text),
            "owner_id": needs(text),
            "owner_name": needs(text),
            "sla_deadline": may(moment),  # where the customer waits for an answer
            "reason": needs(words),
        }
    ),
    "call": Kind({"direction": needs(DIRECTION), "outcome": needs(text), "duration_s": may(whole)}),
    "email": Kind({**MESSAGE_FACTS, "channel": needs(text)}, MESSAGE_LIFE),
    "sms": Kind(PHONE_MESSAGE_FACTS, MESSAGE_LIFE),
    "whatsapp": Kind(
        {**PHONE_MESSAGE_FACTS, "template_language": may(text), "template_values": may(texts)}, MESSAGE_LIFE
    ),
    "follow_up": Kind(
        {
            "action": needs(one_of("call", "email", "meeting", "whatsapp")),
            "scheduled_for": needs(moment),
            "meant_for": may(moment),  # of one whose time passed on a device without network
            "reason": may(words),
            "outcome": may(words),
            "replaces": may(key),
        },
        TASK_LIFE,
        first="pending",
    ),
    "approval": Kind(
        {
            "approval_type": needs(text),
            "ai_recommendation": may(words),
            "requires_manager": needs(truth),
            "outcome": may(words),
        },
        {"pending": frozenset({"approved", "rejected"})},
        closed=frozenset(),
        first="pending",
    ),
    "waiting": Kind({"reason": needs(text), "outcome": may(words)}, TASK_LIFE, first="pending"),
    "status_change": Kind({"from": needs(text), "to": needs(text), "reason": may(words)}),
    "booking": Kind(
        {
            "starts_at": needs(moment),
            "ends_at": needs(moment),
            "place": may(words),
            "timezone": needs(text),
            "staff_id": needs(text),
            "outcome": may(words),
            "replaces": may(key),
        },
        {
            "pending": frozenset({"confirmed", "declined", "cancelled"}),
            "confirmed": frozenset({"cancelled"}),
        },
        closed=frozenset(),
        first="pending",
    ),
    "quote": Kind(
        {
            "folio": needs(text),
            "submission_id": needs(key),
            "kept_at": may(moment),  # by the device's clock, where it had no connection
            "estimate": may(text),  # the total that it told the customer meanwhile
        }
    ),
    "sla": Kind(
        {
            "event": needs(one_of("warned", "missed", "answered_late", "escalated", "met")),
            "clock": needs(text),
            "deadline": needs(moment),
        }
    ),
    "correction": Kind(
        {
            "field": needs(text),
            "from": needs(lambda _: True),
            "to": needs(lambda _: True),
            "reason": needs(words),
        }
    ),
    "note": Kind({}),
}

# Of an entry of any type that was made without network: when, by the clock of the device. The database adds
# it (leadsite/offline/sql/claims.up.sql); created_at is when it arrived, and counts.
CLAIMED = "claimed_at"

# What an open row may still learn; everything else in it is as it was logged.
OPEN_FACTS = frozenset({"outcome", "provider_id", "error", "retry_count"})


def check(kind: str, status: str, metadata: Mapping[str, object]) -> None:
    """Raise WrongFacts unless the type is known, the status is one of its own and the facts fit."""
    if kind not in KINDS:
        raise WrongFacts(f"{kind!r} is not a type of activity")
    known = KINDS[kind]
    if status not in known.statuses:
        raise WrongFacts(f"a {kind} is never {status!r}")
    missing = [name for name, fact in known.facts.items() if fact.required and name not in metadata]
    unknown = [name for name in metadata if name not in known.facts]
    unfit = [
        name for name, value in metadata.items() if name not in unknown and not known.facts[name].fits(value)
    ]
    for what, names in (("lacks", missing), ("does not know", unknown), ("cannot use", unfit)):
        if names:
            raise WrongFacts(f"a {kind} {what} {', '.join(sorted(names))}")


def may_move(kind: str, old: str, new: str) -> bool:
    return new in KINDS[kind].moves.get(old, frozenset())
