"""A parked file that nobody can read: taken away to be looked at, or discarded with a reason."""

import logging
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from leads import spool_desk
from leads.exceptions import Refused
from leads.intake import repair
from leads.intake import spool as spools
from leads.intake.repair import Parked
from leads.spool_desk import CONFLICT, INVALID, MAY, colleague, why
from leads.spool_form import DiscardForm
from leadsite.accounts.models import User

log = logging.getLogger(__name__)


@require_safe
@permission_required(MAY, raise_exception=True)
def download(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The file as it lies on the disk."""
    raw = spools.here().read_parked(submission_id)
    if raw is None:
        raise Http404
    log.info("parked submission %s was downloaded by %s", submission_id, colleague(request))
    name = f'attachment; filename="{submission_id}.json"'
    return HttpResponse(raw, content_type="application/octet-stream", headers={"Content-Disposition": name})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY, raise_exception=True)
def discard(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """GET asks why; POST lets the file go."""
    found = repair.opened(spools.here(), submission_id)
    if found is None or found.record is not None:
        if request.method == "POST":
            messages.warning(request, why(Refused("gone")))
            return redirect("admin:spool")
        raise Http404
    if request.method != "POST":
        return page(request, found, DiscardForm(initial={"version": found.version}))
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return page(request, found, form, status=INVALID)
    user = cast(User, request.user)  # the permission was asked for
    try:
        repair.discard(spools.here(), submission_id, **form.cleaned_data, by=user)
    except (Refused, OSError) as error:
        messages.warning(request, why(error))
        return page(request, found, form, status=CONFLICT)
    messages.success(request, _("The file was discarded. Below it says by whom and why."))
    return redirect("admin:spool")


def page(request: HttpRequest, found: Parked, form: DiscardForm, *, status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Discard a file that cannot be read"),
        "found": found,
        "form": form,
    }
    return TemplateResponse(request, "admin/leads/spool/discard.html", context, status=status)


def urls(wrap: Any) -> list[URLPattern]:
    """The addresses of waiting quotes; `wrap` is the admin site's own guard."""
    one = "spool/<uuid:submission_id>/"
    return [
        path("spool/", wrap(spool_desk.waiting_quotes), name="spool"),
        path(one, wrap(spool_desk.edit), name="spool_edit"),
        path(f"{one}retry/", wrap(spool_desk.retry), name="spool_retry"),
        path(f"{one}file/", wrap(download), name="spool_file"),
        path(f"{one}discard/", wrap(discard), name="spool_discard"),
    ]
