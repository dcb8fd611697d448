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
from leads.lead_list.saved_views import COVERING, VIEWS, Reader, SavedView
from leads.lead_list.time_limit import TookTooLong, time_limit
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus
from leadsite.accounts.models import User
from leadsite.cursors import Cursor

MAY_VIEW, MAY_WORK = "leads.view_lead", "leads.work_lead"
SEARCH_MILLISECONDS = 2_000  # the page's own deadline is five seconds
PLACES = ("after", "before")
ANYWHERE = "anywhere"


@dataclass(frozen=True)
class Asked:
    """What an address asks for; two of the same address ask for the same leads."""

    view: SavedView
    filters: Filters
    text: str
    anywhere: bool = False  # digits that end a phone are wanted in every other place too
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict, choices: Overview) -> "Asked":
        name, text = query.get("view") or saved_views.ALL.name, query.get("q", "").strip()
        view = saved_views.named(name)
        problems = () if view else (_("There is no such view: showing all leads."),)
        anywhere = query.get("digits") == ANYWHERE
        return cls(view or saved_views.ALL, Filters(query, choices), text, anywhere, problems)

    @property
    def search(self) -> search.Search | None:
        if not self.text:
            return None
        sought = search.read(self.text)
        return sought.anywhere() if self.anywhere else sought

    def browsed(self, reader: Reader) -> LeadQuerySet:
        """The view and its filters, without the search."""
        return self.filters.narrow(self.view.leads(Lead.objects.all(), reader))

    def shape(self, leads: LeadQuerySet) -> LeadQuerySet:
        """The view's leads with its filters and with what a row shows."""
        shown = listed(self.filters.narrow(leads))
        return shown.with_suspicion() if self.view is saved_views.SUSPECTS else shown

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
    found = find(asked, reader, place, known)
    context = {
        **admin.site.each_context(request),
        "title": _("Leads"),
        "tabs": tabs(asked, known),
        "view": asked.view,
        "filters": asked.filters,
        "text": asked.text,
        "rows": rows(found.page.leads, reader.now),
        "newest": address(request.GET) if place.after or place.before else "",
        "newer": address(request.GET, before=found.page.newer),
        "older": address(request.GET, after=found.page.older),
        "problems": [*asked.problems, *found.problems, *malformed(place)],
        "ending": found.ending,
        "anywhere": f"?{changed(request.GET, digits=ANYWHERE).urlencode()}",
        "too_short": bool(asked.search and asked.search.too_short),
        "narrowed": bool(asked.text or asked.filters.active),
        "suspects": asked.view is saved_views.SUSPECTS,
        "may_work": request.user.has_perm(MAY_WORK),
        "statuses": LeadStatus.choices,
        "query": without(request.GET, *PLACES).urlencode(),
    }
    return TemplateResponse(request, "admin/leads/lead/list.html", context)


@dataclass(frozen=True)
class Found:
    page: Page
    ending: str = ""  # the digits with which all their phones end
    problems: tuple[str, ...] = ()


def find(asked: Asked, reader: Reader, place: Place, known: Overview) -> Found:
    """The page; a search that takes too long is given up, and the reader told what helps."""
    if not asked.search:
        many = known.has_many(asked.view)
        return Found(browsing.page(asked.view, reader, place, shape=asked.shape, many=many))
    leads = asked.shape(asked.view.leads(Lead.objects.all(), reader))
    try:
        with time_limit(SEARCH_MILLISECONDS):
            sought = asked.search.understood(leads)
            return Found(searching.page(leads, sought, place), sought.ending or "")
    except TookTooLong:
        slow = _("This search takes too long: add a word, or narrow it by a filter.")
        return Found(Page([], None, None), problems=(slow,))


def malformed(place: Place) -> list[str]:
    return [_("That place of the list cannot be read: here is its beginning.")] if place.malformed else []


def tabs(asked: Asked, known: Overview) -> list[dict[str, Any]]:
    """Their counts are of the whole view, so their links carry no filter.

    Who covers for nobody has no such tab, unless an old link has led there; nor has what a figure leads to.
    """
    views = [view for view in VIEWS if view is not COVERING or known.covered or view is asked.view]
    views += [asked.view] if asked.view not in views else []
    return [
        {
            "view": view,
            "label": label(view, known),
            "count": str(known.counts.get(view.name, "")),
            "here": view is asked.view,
        }
        for view in views
    ]


def label(view: SavedView, known: Overview) -> str:
    if view is COVERING and known.covered:
        return _("Covering for %(names)s") % {"names": ", ".join(known.covered)}
    return str(view.label)


def address(query: QueryDict, **place: Cursor | None) -> str:
    """The same list at another place; nothing where there is none."""
    if place and not any(place.values()):
        return ""
    return f"?{changed(query, **{name: str(cursor) for name, cursor in place.items()}).urlencode()}"


def changed(query: QueryDict, **values: str) -> QueryDict:
    """The same from its beginning, with these values."""
    kept = without(query, *PLACES)
    for name, value in values.items():
        kept[name] = value
    return kept


def without(query: QueryDict, *names: str) -> QueryDict:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept
