"""A page of a view: in two ways where its leads are known by what hangs on them, such as what is due today.

The few of a quiet day are looked up and sorted. When tens of thousands are late, each of them would be read
for a page of fifty: then it is cheaper to walk along the list and to ask of each lead whether it is one.
"""

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from leads.lead_list import keyset
from leads.lead_list.keyset import ROWS, Page, Place
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leadsite.readable_times import FIRST, LAST

FAR = 20_000  # leads that are passed before all are sorted: a page of one lead in four hundred is among them


def page(leads: LeadQuerySet, place: Place, *, met: LeadQuerySet | None, many: bool) -> Page:
    """`met` are the same leads for a walk; None where an index has `leads` in the order of the list."""
    if met is None:
        return keyset.page(leads, place)
    rows = list(within_reach(met, place)[: ROWS + 1]) if many else []
    if len(rows) <= ROWS:
        rows = list(keyset.sorted_first(leads, place)[: ROWS + 1])
    return keyset.cut(rows, place)


def within_reach(leads: LeadQuerySet, place: Place) -> LeadQuerySet:
    """Those among the FAR leads of the whole list next to the place, or among all that are left there."""
    passed = keyset.ordered(Lead.objects.all(), place).values("created_at")
    last = Subquery(passed[FAR - 1 : FAR])
    found = keyset.ordered(leads, place)
    if place.before:
        return found.filter(created_at__lte=Coalesce(last, Value(LAST)))
    return found.filter(created_at__gte=Coalesce(last, Value(FIRST)))
