"""Who came: what an open page says of new leads, to those who may see them."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from leads import stored_quote
from leads.bulk.selection import as_id
from leads.lead_list.page import MAY_VIEW
from leads.models import Lead
from leadsite.accounts.models import User

MOST = 20


@require_safe
def came(request: HttpRequest) -> HttpResponse:
    """Of the leads in `ids` the genuine ones, newest first: {leads: [{name, wants, url}]}."""
    if not request.user.has_perm(MAY_VIEW):
        raise PermissionDenied
    named = [key for written in request.GET.get("ids", "").split(",")[:MOST] if (key := as_id(written))]
    leads = Lead.objects.visible_to(cast(User, request.user)).genuine().filter(pk__in=named)
    told = [
        {
            "name": lead.name,
            "wants": stored_quote.products(lead.quote_data),
            "url": reverse("admin:leads_lead_change", args=[lead.pk]),
        }
        for lead in leads.newest_first().only("name", "quote_data")
    ]
    return JsonResponse({"leads": told}, headers={"Cache-Control": "no-store"})
