"""A submission on its way: what is in a spool file, in the committer's hands, in a line of last resort."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import NoReturn
from uuid import UUID

FORMAT = 1

Json = Mapping[str, object]


class WrongRecord(ValueError):
    """These bytes are no submission record of a format that this version knows."""


@dataclass(frozen=True)
class LeadFacts:
    """Who asks. `phone` is E.164."""

    name: str
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    role: str | None = None
    location: str | None = None
    message: str | None = None
    source: str = "website_form"


@dataclass(frozen=True)
class ProductLine:
    """One product, in words, as the table lead_products wants it."""

    category: str
    product: str
    quantity: str = ""
    notes: str = ""


@dataclass(frozen=True)
class SubmissionRecord:
    """Everything about one submission. `id` and `folio` are derived, so a retry has the same ones."""

    id: UUID
    folio: str
    lead: LeadFacts
    submitted_at: datetime
    payload_hash: str = ""
    token: str = ""
    visitor_id: UUID | None = None
    language: str = "en"
    products: tuple[ProductLine, ...] = ()
    submitted: Json = field(default_factory=dict)
    quote: Json | None = None
    quote_total: Decimal | None = None
    currency: str = ""
    suspect: str | None = None
    utm: Mapping[str, str] = field(default_factory=dict)

    @property
    def email(self) -> str | None:
        return self.lead.email

    @property
    def phone(self) -> str | None:
        return self.lead.phone

    def to_json(self) -> bytes:
        """ASCII only. Never fails: what no database takes becomes an escape, what is no JSON a text."""
        facts = {
            "format": FORMAT,
            "id": str(self.id),
            "folio": self.folio,
            "token": self.token,
            "payload_hash": self.payload_hash,
            "submitted_at": self.submitted_at.astimezone(UTC).isoformat(),
            "visitor_id": str(self.visitor_id) if self.visitor_id else None,
            "language": self.language,
            "lead": vars(self.lead),
            "products": [vars(line) for line in self.products],
            "submitted": self.submitted,
            "quote": self.quote,
            "quote_total": None if self.quote_total is None else format(self.quote_total, "f"),
            "currency": self.currency,
            "suspect": self.suspect,
            "utm": self.utm,
        }
        return json.dumps(facts, separators=(",", ":"), default=str).encode("ascii")

    @classmethod
    def from_json(cls, raw: bytes) -> "SubmissionRecord":
        """Raises WrongRecord for anything that `to_json` did not write."""
        try:
            facts = json.loads(raw)
            if facts.pop("format") != FORMAT:
                raise WrongRecord("another format")
            return cls(**facts | understood(facts))
        except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
            refuse(error)


def understood(facts: dict[str, object]) -> dict[str, object]:
    """The values that JSON has no types for, and those that stand for objects of ours."""
    submitted_at = datetime.fromisoformat(text(facts["submitted_at"]))
    if submitted_at.tzinfo is None:
        raise WrongRecord("a time without offset")
    visitor_id, total = facts["visitor_id"], facts["quote_total"]
    return {
        "id": UUID(text(facts["id"])),
        "submitted_at": submitted_at,
        "visitor_id": None if visitor_id is None else UUID(text(visitor_id)),
        "quote_total": None if total is None else Decimal(text(total)),
        "lead": LeadFacts(**facts["lead"]),  # type: ignore[arg-type]  # a wrong shape is a TypeError
        "products": tuple(ProductLine(**line) for line in facts["products"]),  # type: ignore[attr-defined]
    }


def text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongRecord("a text is missing")
    return value


def refuse(error: Exception) -> NoReturn:
    # Only the kind of error: its words could carry what the customer typed.
    raise WrongRecord(f"no submission record: {type(error).__name__}") from None
