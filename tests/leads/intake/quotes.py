"""Made-up submissions."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from leads.intake.record import LeadFacts, ProductLine, SubmissionRecord
from leads.quoting import folio
from leadsite.keys import new_id

NUMBERS = itertools.count(1)
ASKED_AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def quote(
    *, key: UUID | None = None, suspect: str | None = None, at: datetime = ASKED_AT, **lead: str | None
) -> SubmissionRecord:
    """A submission of somebody new, unless `email` or `phone` says who."""
    key, number = key or new_id(), next(NUMBERS)
    if not {"email", "phone"} & set(lead):
        lead["phone"] = f"+91980{number:07}"
    return SubmissionRecord(
        id=key,
        folio=folio.make(key.bytes[9:]),
        lead=replace(LeadFacts("Priya Sharma"), **lead),  # type: ignore[arg-type]  # facts by name
        submitted_at=at,
        products=(ProductLine("Flooring", "Oak laminate", "20 sq ft", "matt"),),
        submitted={"name": "Priya Sharma", "lines": [{"product": "oak", "quantity": "20"}]},
        quote={"format": 1, "total": "1234.50"},
        quote_total=Decimal("1234.50"),
        currency="INR",
        suspect=suspect,
    )
