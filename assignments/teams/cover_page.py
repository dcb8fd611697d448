"""The page that gives a colleague's open leads to their cover for the time, or back again."""

from typing import cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from activity.kinds import Actor
from assignments import cover
from assignments.teams.models import Absence
from leads.exceptions import Refused
from leadsite.accounts.models import User

MAY_CHANGE, FOR_ANYBODY = "assignments.change_absence", "leads.assign_lead"
PAGE = "admin:assignments_absence_change"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_CHANGE, raise_exception=True)
def hand_over(request: HttpRequest, absence: UUID) -> HttpResponse:
    """GET says what would be done; POST does it: to the cover, or back where they have been given already."""
    found = Absence.objects.select_related("user", "cover").filter(pk=absence).first()
    if found is None:
        raise Http404
    if not theirs(cast(User, request.user), found):
        raise PermissionDenied
    if request.method == "POST":
        return done(request, found)
    leads = cover.with_cover(found) if found.handed_over_at else cover.open_of(found.user)
    context = {
        **admin.site.each_context(request),
        "title": _("Leads of %(name)s") % {"name": found.user},
        "absence": found,
        "leads": leads.count(),
    }
    return render(request, "admin/assignments/hand_over.html", context)


def theirs(user: User, absence: Absence) -> bool:
    return absence.user_id == user.identifier or user.has_perm(FOR_ANYBODY)


def done(request: HttpRequest, absence: Absence) -> HttpResponse:
    actor, now = Actor("user", cast(User, request.user).identifier), timezone.now()
    back = request.POST.get("do") == "back"
    deed = cover.take_back if back else cover.give_to_cover
    try:
        count = deed(absence_id=absence.pk, actor=actor, now=now)
    except Refused as refused:
        messages.warning(request, sentence(refused))
        return redirect(PAGE, absence.pk)
    name = absence.user if back else absence.cover
    said = ngettext("%(count)d lead is %(name)s’s now.", "%(count)d leads are %(name)s’s now.", count)
    messages.success(request, said % {"count": count, "name": name})
    return redirect(PAGE, absence.pk)


def sentence(refused: Refused) -> str:
    sentences = {
        "gone": _("This absence is no longer there."),
        "no_cover": _("Nobody covers: choose a cover first."),
        "handed_over": _("%(name)s has these leads already.") % {"name": refused.detail},
        "not_handed_over": _("These leads were not handed over, or are back already."),
    }
    return sentences[refused.code]
