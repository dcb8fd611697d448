"""What of a lead's page changes while colleagues are at it: open pages ask at once, so it costs little.

The rest of the page follows when it is asked for as a whole.
"""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leads.lead_page import LeadPage
from leads.step_page import not_here
from leads.whole_lead import found
from leadsite.accounts.models import User


@require_safe
@permission_required("leads.view_lead", raise_exception=True)
def lead_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The head and the timeline, as the page has them."""
    user = cast(User, request.user)  # the permission was asked for
    lead = found(user, pk)
    if lead is None:
        return not_here(request, pk)
    page = LeadPage(request, user, lead, timezone.now())
    parts = {**page.head(page.enquiries()), **page.timeline()}
    return render(request, "admin/leads/lead/now.html", parts)
