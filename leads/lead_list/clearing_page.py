"""The buttons beside suspects: genuine after all, or discarded; one or several."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from activity.kinds import Actor
from leads import clearing
from leads.bulk.selection import as_id
from leads.lead_list.page import MAY_WORK
from leads.lead_list.saved_views import SUSPECTS
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leadsite.accounts.models import User

ONLY_POST = require_http_methods(["GET", "HEAD", "POST"])  # a GET goes back to the list


@ONLY_POST
@permission_required(MAY_WORK, raise_exception=True)
def clear(request: HttpRequest) -> HttpResponse:
    def sentence(count: int) -> str:
        return ngettext(
            "%(count)d enquiry is taken for genuine and waits in the list.",
            "%(count)d enquiries are taken for genuine and wait in the list.",
            count,
        )

    return decide(request, clearing.clear, sentence)


@ONLY_POST
@permission_required(MAY_WORK, raise_exception=True)
def discard(request: HttpRequest) -> HttpResponse:
    def sentence(count: int) -> str:
        return ngettext("%(count)d suspect is put aside.", "%(count)d suspects are put aside.", count)

    return decide(request, clearing.discard, sentence)


def decide(
    request: HttpRequest, deed: Callable[..., list[Lead]], sentence: Callable[[int], str]
) -> HttpResponse:
    back = redirect(f"{reverse('admin:leads_lead_changelist')}?view={SUSPECTS.name}")
    if request.method != "POST":
        return back
    user = cast(User, request.user)  # the permission was asked for
    done = deed(leads=chosen(request, user), actor=Actor("user", user.identifier))
    if done:
        messages.success(request, sentence(len(done)) % {"count": len(done)})
    else:
        messages.warning(request, _("Nothing was changed: choose suspects that are still open."))
    return back


def chosen(request: HttpRequest, user: User) -> LeadQuerySet:
    """The leads whose box was ticked, or whose own button was pressed."""
    one = request.POST.get("one")
    names = [one] if one else request.POST.getlist("chosen")
    return Lead.objects.visible_to(user).filter(pk__in=[key for name in names if (key := as_id(name))])
