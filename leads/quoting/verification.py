"""Do the stored quotes still add up? Each is computed again from nothing but itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from leads.models import Lead, Submission
from leads.quoting.snapshot import recompute

BATCH = 1000  # by key, page after page: a cursor held open does not pass every pooler


@dataclass(frozen=True)
class Verdict:
    """One stored quote: which row it belongs to, and what in it does not follow from the rest."""

    table: str
    id: UUID
    folio: str | None
    differences: tuple[str, ...]


def verdicts() -> Iterator[Verdict]:
    """One for every stored quote, leads first."""
    for lead in pages(Lead.objects.exclude(quote_data=None).only("id", "folio", "quote_data")):
        yield Verdict("leads", lead.id, lead.folio, differences(lead.quote_data, lead.folio))
    kept = Submission.objects.exclude(quote=None).only("id", "folio", "quote", "quote_total", "currency")
    for row in pages(kept):
        found = differences(row.quote, row.folio) + beside(row)
        yield Verdict("submissions", row.id, row.folio, found)


def count() -> int:
    """How many quotes are stored."""
    return Lead.objects.exclude(quote_data=None).count() + Submission.objects.exclude(quote=None).count()


def pages(rows: QuerySet[Any]) -> Iterator[Any]:
    page = list(rows.order_by("pk")[:BATCH])
    while page:
        yield from page
        page = list(rows.filter(pk__gt=page[-1].pk).order_by("pk")[:BATCH])


def differences(snapshot: object, folio: str | None) -> tuple[str, ...]:
    found = tuple(str(difference) for difference in recompute(snapshot).differences)
    named = snapshot.get("folio") if isinstance(snapshot, dict) else None
    return found if named == folio else (*found, f"folio: the quote says {named}, the row {folio}")


def beside(row: Submission) -> tuple[str, ...]:
    """What the row's own columns say against its quote. No total while a price follows."""
    quote = row.quote if isinstance(row.quote, dict) else {}
    total = recompute(row.quote).total if quote.get("complete") else None
    found = []
    if total != row.quote_total:
        found.append(f"quote_total: stored {shown(row.quote_total)}, computed {shown(total)}")
    if quote.get("currency") != row.currency:
        found.append(f"currency: stored {row.currency}, in the quote {quote.get('currency')}")
    return tuple(found)


def shown(amount: Decimal | None) -> str:
    return "none" if amount is None else f"{amount:f}"
