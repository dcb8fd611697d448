"""What rules ask of leads, read for many at once: two queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models.fields.json import KeyTextTransform

from assignments.routing.rules import LeadFacts
from leads.models import Lead, LeadProduct, Submission


@dataclass(frozen=True)
class Enquiry:
    language: str | None
    total: Decimal | None
    currency: str
    suspect: str | None

    @property
    def value(self) -> Decimal | None:
        """In the shop's currency, where the quote has a total in it that can be compared."""
        if self.total is None or self.currency != settings.CURRENCY or not self.total.is_finite():
            return None
        return self.total


def facts_of(leads: Collection[Lead]) -> dict[UUID, LeadFacts]:
    """By lead. The latest enquiry says what the quote is worth, and in which language the form was read; one
    that looks like a bot's says nothing beside a genuine one.
    """
    keys = [lead.pk for lead in leads]
    categories, latest = _categories(keys), _latest(keys)
    return {lead.pk: _facts(lead, categories.get(lead.pk, ()), latest.get(lead.pk)) for lead in leads}


def _facts(lead: Lead, categories: Collection[str], enquiry: Enquiry | None) -> LeadFacts:
    return LeadFacts(
        categories=tuple(categories),
        location=lead.location or "",
        language=(enquiry and enquiry.language) or "",
        source=lead.source,
        value=enquiry.value if enquiry else None,
    )


def _categories(leads: Collection[UUID]) -> Mapping[UUID, Collection[str]]:
    found: defaultdict[UUID, dict[str, None]] = defaultdict(dict)
    rows = LeadProduct.objects.filter(lead__in=leads).order_by("lead", "id")
    for lead_id, category in rows.values_list("lead_id", "category"):
        found[lead_id][category] = None
    return found


def _latest(leads: Collection[UUID]) -> Mapping[UUID, Enquiry]:
    found: dict[UUID, Enquiry] = {}
    rows = Submission.objects.filter(lead__in=leads).order_by("received_at", "id")
    language = KeyTextTransform("language", "submitted")
    for lead_id, *told in rows.values_list("lead_id", language, "quote_total", "currency", "suspect"):
        enquiry = Enquiry(*told)
        if lead_id not in found or enquiry.suspect is None or found[lead_id].suspect is not None:
            found[lead_id] = enquiry
    return found
