"""The page that says how often advice is right."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity.models import Activity
from activity.triage.agreement import agreements


@require_safe
@permission_required("activity.view_activity", raise_exception=True)
def agreement(request: HttpRequest) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("How often advice is right"),
        "rows": agreements(Activity.objects.visible_to(request.user)),
    }
    return render(request, "admin/activity/agreement.html", context)
