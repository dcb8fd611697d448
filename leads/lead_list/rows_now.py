"""Some rows of an open list, and the tabs' counts: what changed is asked for, not the whole page again."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leads.bulk.selection import as_id
from leads.lead_list import saved_views
from leads.lead_list.overview import overview
from leads.lead_list.page import MAY_VIEW, MAY_WORK, Asked, tabs
from leads.lead_list.rows import rows
from leads.lead_list.saved_views import Reader
from leads.models import Lead
from leadsite.accounts.models import User

MOST = 50  # leads; of more a page asks for itself


@require_safe
def rows_now(request: HttpRequest) -> HttpResponse:
    """Those of the leads in `ids` that the list of this address holds, on whichever page of it."""
    if not request.user.has_perm(MAY_VIEW):
        raise PermissionDenied
    reader = Reader(cast(User, request.user), timezone.now())
    known = overview(reader)
    asked = Asked.read(request.GET, known)
    named = [key for written in request.GET.get("ids", "").split(",")[:MOST] if (key := as_id(written))]
    leads = asked.view.leads(Lead.objects.filter(pk__in=named), reader)
    found = asked.shape(asked.search.narrow(leads) if asked.search else leads)
    context = {
        "tabs": tabs(asked, known),
        "rows": rows(found.newest_first(), reader.now),
        "suspects": asked.view is saved_views.SUSPECTS,
        "may_work": request.user.has_perm(MAY_WORK),
    }
    return render(request, "admin/leads/lead/rows_now.html", context)
