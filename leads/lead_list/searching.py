"""A page of what a search finds: a common word among the newest leads, a rare one by the index of words.

Either way alone is bad for half of the words: the index knows hundreds of thousands of leads for a common one
and sorts them all, and a walk along the list passes a million leads for a rare one. The end of a phone is
rare, and has an index of its own.
"""

from leads.lead_list import keyset
from leads.lead_list.keyset import ROWS, Page, Place
from leads.querysets import LeadQuerySet
from leads.search import Search

NEAR = 2_000  # leads that are looked through: a page of one word in forty is among them
NEAR_OF_NUMBERS = 400  # five digits are mostly the end of one phone: few are looked through before the index


def page(leads: LeadQuerySet, search: Search, place: Place) -> Page:
    """`search` as it is understood among these leads."""
    exact = search.exactly(leads)
    if exact is not None:
        return keyset.page(exact, place)
    rows = [] if search.ending else list(looked_through(leads, search, place)[: ROWS + 1])
    if len(rows) <= ROWS:
        rows = list(search.by_index(keyset.sorted_first(leads, place))[: ROWS + 1])
    return keyset.cut(rows, place)


def looked_through(leads: LeadQuerySet, search: Search, place: Place) -> LeadQuerySet:
    return search.look_through(near(leads, place, NEAR_OF_NUMBERS if search.has_number else NEAR))


def near(leads: LeadQuerySet, place: Place, many: int) -> LeadQuerySet:
    """So many next to the place; none where there are not so many."""
    found = keyset.ordered(leads, place)
    last = found.values("created_at")[many - 1 : many]
    return found.filter(created_at__lte=last) if place.before else found.filter(created_at__gte=last)
