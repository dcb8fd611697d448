"""The list of leads: a view of it, narrowed by filters and a search, a page at a time."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leads import search
from leads.lead_list import browsing, saved_views, searching
from leads.lead_list.filters import Filters
from leads.lead_list.keyset import Page, Place
from leads.lead_list.overview import Overview, overview
from leads.lead_list.rows import listed, rows
from leads.lead_list.saved_views import VIEWS, Reader, SavedView
from leads.lead_list.time_limit import TookTooLong, time_limit
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus
from leadsite.accounts.models import User
from leadsite.cursors import Cursor

MAY_VIEW, MAY_WORK = "leads.view_lead", "leads.work_lead"
SEARCH_MILLISECONDS = 2_000  # the page's own deadline is five seconds
PLACES = ("after", "before")


@dataclass(frozen=True)
class Asked:
    """What an address asks for; two of the same address ask for the same leads."""

    view: SavedView
    filters: Filters
    text: str
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict, choices: Overview) -> "Asked":
        name, text = query.get("view") or saved_views.ALL.name, query.get("q", "").strip()
        view = saved_views.named(name)
        problems = () if view else (_("There is no such view: showing all leads."),)
        return cls(view or saved_views.ALL, Filters(query, choices), text, problems)

    @property
    def search(self) -> search.Search | None:
        return search.read(self.text) if self.text else None

    def browsed(self, reader: Reader) -> LeadQuerySet:
        """The view and its filters, without the search."""
        return self.filters.narrow(self.view.leads(Lead.objects.all(), reader))

    def met(self, reader: Reader) -> LeadQuerySet | None:
        """The same, met on a walk along the list; None where an index has the view in order."""
        met = self.view.met(Lead.objects.all(), reader)
        return None if met is None else listed(self.filters.narrow(met))

    def leads(self, reader: Reader) -> LeadQuerySet:
        leads = self.browsed(reader)
        return self.search.narrow(leads) if self.search else leads


@require_safe
def lead_list(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_VIEW):
        raise PermissionDenied
    reader = Reader(cast(User, request.user), timezone.now())
    # Counts are of whole views: beside what a search finds they would cost more than the search.
    known = overview(reader, counted=() if request.GET.get("q", "").strip() else VIEWS)
    asked = Asked.read(request.GET, known)
    place = Place.read(request.GET)
    found, problem = find(asked, reader, place, known)
    context = {
        **admin.site.each_context(request),
        "title": _("Leads"),
        "tabs": tabs(asked, known),
        "view": asked.view,
        "filters": asked.filters,
        "text": asked.text,
        "rows": rows(found.leads, reader.now),
        "newest": address(request.GET) if place.after or place.before else "",
        "newer": address(request.GET, before=found.newer),
        "older": address(request.GET, after=found.older),
        "problems": [*asked.problems, *problem, *malformed(place)],
        "too_short": bool(asked.search and asked.search.too_short),
        "narrowed": bool(asked.text or asked.filters.active),
        "suspects": asked.view is saved_views.SUSPECTS,
        "may_work": request.user.has_perm(MAY_WORK),
        "statuses": LeadStatus.choices,
        "query": without(request.GET, *PLACES).urlencode(),
    }
    return TemplateResponse(request, "admin/leads/lead/list.html", context)


def find(asked: Asked, reader: Reader, place: Place, known: Overview) -> tuple[Page, list[str]]:
    """The page; a search that takes too long is given up, and the reader told what helps."""
    leads = listed(asked.browsed(reader))
    if asked.view is saved_views.SUSPECTS:
        leads = leads.with_suspicion()
    if not asked.search:
        return browsing.page(leads, place, met=asked.met(reader), many=known.has_many(asked.view)), []
    try:
        with time_limit(SEARCH_MILLISECONDS):
            return searching.page(leads, asked.search, place), []
    except TookTooLong:
        return Page([], None, None), [_("This search takes too long: add a word, or narrow it by a filter.")]


def malformed(place: Place) -> list[str]:
    return [_("That place of the list cannot be read: here is its beginning.")] if place.malformed else []


def tabs(asked: Asked, known: Overview) -> list[dict[str, Any]]:
    """Their counts are of the whole view, so their links carry no filter."""
    return [
        {"view": view, "count": str(known.counts.get(view.name, "")), "here": view is asked.view}
        for view in VIEWS
    ]


def address(query: QueryDict, **place: Cursor | None) -> str:
    """The same list at another place; nothing where there is none."""
    if place and not any(place.values()):
        return ""
    changed = without(query, *PLACES)
    changed.update({name: str(cursor) for name, cursor in place.items()})
    return f"?{changed.urlencode()}"


def without(query: QueryDict, *names: str) -> QueryDict:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept
