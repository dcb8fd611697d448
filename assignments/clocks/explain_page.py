"""Why a lead's deadlines are what they are, as a page."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.clocks import explaining
from assignments.clocks.explained_words import in_words
from leads.models import Lead
from leads.step_page import not_here
from leadsite.accounts.models import User


@require_safe
@permission_required("leads.view_lead", raise_exception=True)
def explain(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = cast(User, request.user)  # the permission was asked for
    lead = Lead.objects.visible_to(user).only("name").filter(pk=pk).first()
    if lead is None:
        return not_here(request, pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Deadlines of %(name)s") % {"name": lead.name},
        "lead": lead,
        "waits": [in_words(told) for told in explaining.told(lead.pk, now=timezone.now())],
    }
    return render(request, "admin/assignments/explain.html", context)


def urls(wrap: Any) -> list[URLPattern]:
    """`wrap` is the admin site's own guard."""
    return [path("deadlines/<uuid:pk>/", wrap(explain), name="sla_explain")]
