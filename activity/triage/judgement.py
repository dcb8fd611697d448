"""What is asked about a lead, and what may be answered: closed lists, so that no text can add to them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

INTENTS = ("buy", "information", "complaint", "other")
LEAD_TYPES = ("home", "trade", "project")
PRIORITIES = ("low", "medium", "high")
ACTIONS: Mapping[str, str] = {
    "call_now": "Call at once",
    "call": "Call today and offer samples",
    "write": "Send the catalogue and ask what it is for",
    "make_good": "Call and put right what went wrong",
    "ignore": "Look whether this is an enquiry at all",
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "intent": INTENTS,
    "lead_type": LEAD_TYPES,
    "priority": PRIORITIES,
}


@dataclass(frozen=True)
class Subject:
    """A lead as triage reads it: nothing that says who the customer is.

    `total` is the latest genuine quote's in `currency`; None while unpriced.
    """

    message: str = ""
    role: str = ""
    company: bool = False
    categories: tuple[str, ...] = ()
    total: Decimal | None = None
    currency: str = ""
    language: str = ""

    @property
    def input_hash(self) -> str:
        written = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Judgement:
    """One of each list; `action` is a key of ACTIONS."""

    intent: str
    lead_type: str
    priority: str
    action: str
    reasoning: str = ""

    def facts(self, *, model: str, version: str, subject: Subject, latency_ms: int) -> dict[str, object]:
        """The metadata of an ai_result."""
        return {
            "intent": self.intent,
            "lead_type": self.lead_type,
            "priority": self.priority,
            "suggested_action": ACTIONS[self.action],
            "reasoning": self.reasoning,
            "model": model,
            "prompt_version": version,
            "input_hash": subject.input_hash,
            "latency_ms": latency_ms,
        }

    def sentence(self) -> str:
        return f"Looks like: {self.lead_type}, {self.intent}, priority {self.priority}"
