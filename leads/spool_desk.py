"""Waiting quotes: what this host's disk holds and the database has not, and what a person must look at."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leads import intake
from leads.exceptions import Refused
from leads.intake import repair
from leads.intake import spool as spools
from leads.intake.repair import Parked
from leads.intake.spool import Spool
from leads.intake.survey import Survey
from leads.models import Lead
from leads.spool_form import SpoolForm
from leadsite.accounts.models import User

MAY = "leads.manage_spool"
SHOWN, DISCARDED_SHOWN = 50, 10
WAIT_SECONDS = 1.5  # the sweeper looks four times a second; a staff thread is worth more than a sooner answer
LOOK_AGAIN_SECONDS = 3
INVALID, CONFLICT = 422, 409


@dataclass(frozen=True)
class Row:
    """A quote that waits: its folio ("" where the file cannot be read), and since when."""

    folio: str
    since: datetime
    failures: int


@require_safe
@permission_required(MAY, raise_exception=True)
def waiting_quotes(request: HttpRequest) -> HttpResponse:
    """GET; `tried` names the quote whose story is told on top."""
    spool, status = spools.here(), intake.status()
    tried = told(request, spool)
    age = status.oldest_age_seconds
    context = {
        **admin.site.each_context(request),
        "title": _("Waiting quotes"),
        "status": status,
        "oldest": None if age is None else datetime.now(UTC) - timedelta(seconds=age),
        "writable": is_writable(spool),
        "waiting": list(newest(spool)),
        "parked": list(parked(spool)),
        "shown": SHOWN,
        "tried": tried,
        "discarded": list(repair.discarded()[:DISCARDED_SHOWN]),
    }
    response = TemplateResponse(request, "admin/leads/spool/waiting.html", context)
    if tried and tried["state"] == "waiting":
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def is_writable(spool: Spool) -> bool:
    return os.access(spool.folder.parent, os.W_OK) and not (
        spool.folder.exists() and Survey(spool).disk_is_nearly_full()
    )


def newest(spool: Spool) -> Iterator[Row]:
    for found in reversed(spool.waiting()[-SHOWN:]):
        record = spool.find(found.id)
        since = datetime.fromtimestamp(found.written_at, UTC)
        yield Row(record.folio if record else "", since, spool.failures(found.id))


def parked(spool: Spool) -> Iterator[Parked]:
    for submission_id in sorted(spool.parked_ids())[-SHOWN:]:
        found = repair.opened(spool, submission_id)
        if found:
            yield found


def told(request: HttpRequest, spool: Spool) -> dict[str, Any] | None:
    """What became of the quote that was let try again."""
    try:
        submission_id = UUID(request.GET.get("tried", ""))
    except ValueError:
        return None
    state = repair.state(spool, submission_id)
    lead = Lead.objects.visible_to(request.user).filter(submissions=submission_id).only("id", "name", "folio")
    return {
        "state": state,
        "parked": repair.opened(spool, submission_id) if state == "parked" else None,
        "lead": lead.first() if state == "stored" else None,
    }


@require_POST
@permission_required(MAY, raise_exception=True)
def retry(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    try:
        repair.retry(spools.here(), submission_id, by=colleague(request))
    except (Refused, OSError) as error:
        messages.warning(request, why(error))
        return redirect("admin:spool")
    return followed(submission_id)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY, raise_exception=True)
def edit(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """GET shows the person's facts; POST writes them into the file and lets it try again."""
    spool = spools.here()
    found = repair.opened(spool, submission_id)
    if found is None or found.record is None:
        if request.method == "POST":
            messages.warning(request, why(Refused("gone")))
            return redirect("admin:spool")
        raise Http404
    if request.method != "POST":
        return edit_page(request, found, SpoolForm.of(found.record.lead, found.version))
    form = SpoolForm(request.POST)
    if not form.is_valid():
        return edit_page(request, found, form, status=INVALID)
    try:
        repair.put_right(
            spool, submission_id, form.facts(), version=form.cleaned_data["version"], by=colleague(request)
        )
    except (Refused, OSError) as error:
        messages.warning(request, why(error))
        return edit_page(request, found, form, status=CONFLICT)
    return followed(submission_id)


def edit_page(request: HttpRequest, found: Parked, form: SpoolForm, *, status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Put a quote right"),
        "found": found,
        "form": form,
    }
    return TemplateResponse(request, "admin/leads/spool/edit.html", context, status=status)


def followed(submission_id: UUID) -> HttpResponse:
    """Wake who brings it in, and tell what became of it as far as that is known by now."""
    intake.wake()
    repair.settled(spools.here(), submission_id, WAIT_SECONDS)
    return redirect(f"{reverse('admin:spool')}?{urlencode({'tried': submission_id})}")


def colleague(request: HttpRequest) -> str:
    return cast(User, request.user).identifier  # the permission was asked for


def why(error: Refused | OSError) -> str:
    if isinstance(error, OSError):
        return _("The disk refused: %(why)s. Nothing was changed.") % {"why": error.strerror}
    sentences = {
        "gone": _("This quote is not parked any more: somebody else let it try again, or it was erased."),
        "changed_meanwhile": _("Somebody else has put this quote right meanwhile. Open it again to see how."),
    }
    return sentences[error.code]
