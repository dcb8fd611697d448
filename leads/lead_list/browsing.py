"""A page of a view: in two ways where its leads are known by what hangs on them, such as what is due today.

The few of a quiet day are looked up and sorted. When tens of thousands are late, each of them would be read
for a page of fifty: then it is cheaper to walk along the list and to ask of each lead whether it is one.
"""

from collections.abc import Callable

from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from leads.lead_list import keyset
from leads.lead_list.keyset import ROWS, Page, Place
from leads.lead_list.saved_views import Reader, SavedView
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leadsite.readable_times import FIRST, LAST

FAR = 20_000  # leads that are passed before all are sorted: a page of one lead in four hundred is among them


def page(
    view: SavedView,
    reader: Reader,
    place: Place,
    *,
    shape: Callable[[LeadQuerySet], LeadQuerySet],
    many: bool,
) -> Page:
    """`shape` gives the view's leads their filters and columns. `many`: there may be too many to sort.

    To put a question together costs more than to ask it: only the one that is asked is put together.
    """
    every = Lead.objects.all()
    if view.seen is None:
        return keyset.page(shape(view.leads(every, reader)), place)
    rows: list[Lead] = []
    if many:
        rows = list(within_reach(shape(view.met(every, reader)), place)[: ROWS + 1])
    if len(rows) <= ROWS:
        rows = list(keyset.sorted_first(shape(view.leads(every, reader)), place)[: ROWS + 1])
    return keyset.cut(rows, place)


def within_reach(leads: LeadQuerySet, place: Place) -> LeadQuerySet:
    """Those among the FAR leads of the whole list next to the place, or among all that are left there."""
    passed = keyset.ordered(Lead.objects.all(), place).values("created_at")
    last = Subquery(passed[FAR - 1 : FAR])
    found = keyset.ordered(leads, place)
    if place.before:
        return found.filter(created_at__lte=Coalesce(last, Value(LAST)))
    return found.filter(created_at__gte=Coalesce(last, Value(FIRST)))
