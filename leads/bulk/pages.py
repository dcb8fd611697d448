"""Moving many leads: a preview, the deed, its results, and the way back."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from activity.kinds import Actor
from leads import workflow
from leads.bulk import moves
from leads.bulk.counts import grouped
from leads.bulk.forms import Reason, Target
from leads.bulk.models import BulkMove
from leads.bulk.moves import AlreadyMade
from leads.bulk.plan import BadPlan, Plan
from leads.bulk.selection import MOST, CannotSelect, Selection, workable
from leads.exceptions import Refused
from leads.lead_list.page import MAY_WORK, SEARCH_MILLISECONDS
from leads.lead_list.time_limit import TookTooLong, time_limit
from leads.statuses import LeadStatus
from leadsite.accounts.models import User
from leadsite.keys import new_id

MAY_REOPEN = "leads.reopen_lead"
ACTS = require_http_methods(["GET", "HEAD", "POST"])  # a GET leads back to where the form was
UNPROCESSABLE = 422


@ACTS
@permission_required(MAY_WORK, raise_exception=True)
def preview(request: HttpRequest) -> HttpResponse:
    """What would become of the chosen leads; nothing is changed."""
    selection, target = Selection.read(request.POST), Target(request.POST)
    if request.method != "POST":
        return redirect(the_list(""))
    if not target.is_valid():
        return back(request, _("Say where the leads are to be moved."), selection.query)
    user = cast(User, request.user)  # the permission was asked for
    try:
        leads = bounded(selection, user)
    except CannotSelect as error:
        return back(request, why_not_selected(error), selection.query)
    plan = Plan(new_id(), target.cleaned_data["to"], leads, asks_reason=False, query=selection.query)
    return show(request, plan)


def bounded(selection: Selection, user: User) -> Mapping[UUID, str]:
    """As the list itself, a search among all leads is given up after a while."""
    try:
        with time_limit(SEARCH_MILLISECONDS):
            return selection.standing(user)
    except TookTooLong as error:
        raise CannotSelect("too_slow") from error


def show(request: HttpRequest, plan: Plan, form: Reason | None = None) -> HttpResponse:
    """The preview, or the same once more with what was wrong about the form."""
    user = cast(User, request.user)
    outcomes = workflow.preview(
        leads=workable(user).filter(pk__in=list(plan.leads)),
        to=plan.to,
        manager=user.has_perm(MAY_REOPEN),
        reason="…",  # asked for on this page: none is blocked for want of it
        seen=plan.leads,
    )
    asks = any(workflow.needs_reason(outcome.was, plan.to) for outcome in outcomes if outcome.moved)
    plan = Plan(plan.job, plan.to, plan.leads, asks, plan.query)
    groups = grouped(outcomes)
    context = {
        **admin.site.each_context(request),
        "title": _("Move to “%(status)s”") % {"status": LeadStatus(plan.to).label},
        "moving": next((group for group in groups if group.result == "moved"), None),
        "blocked": [group for group in groups if group.result != "moved"],
        "chosen": len(plan.leads),
        "missing": len(plan.leads) - len(outcomes),
        "form": form or Reason(asked=asks),
        "plan": plan.sign(user),
        "back": the_list(plan.query),
    }
    status = UNPROCESSABLE if form else 200
    return TemplateResponse(request, "admin/leads/lead/bulk_preview.html", context, status=status)


@ACTS
@permission_required(MAY_WORK, raise_exception=True)
def apply(request: HttpRequest) -> HttpResponse:
    """Do what the preview showed, once."""
    if request.method != "POST":
        return redirect(the_list(""))
    user = cast(User, request.user)
    try:
        plan = Plan.read(request.POST.get("plan", ""), user)
    except BadPlan:
        return back(request, _("This preview is too old or not yours: choose the leads again."))
    form = Reason(request.POST, asked=plan.asks_reason)
    if not form.is_valid():
        return show(request, plan, form)
    try:
        made = moves.move(
            job=plan.job, leads=workable(user), previewed=plan.leads, to=plan.to, reason=form.words,
            actor=Actor("user", user.identifier), manager=user.has_perm(MAY_REOPEN),
        )  # fmt: skip
    except AlreadyMade:
        messages.info(request, _("This was done before, once: here are its results."))
        return redirect("admin:leads_lead_bulk_result", plan.job)
    say_how_many(request, made)
    return redirect("admin:leads_lead_bulk_result", made.pk)


@ACTS
@permission_required(MAY_WORK, raise_exception=True)
def undo(request: HttpRequest, move: UUID) -> HttpResponse:
    made = get_object_or_404(BulkMove, pk=move)
    if request.method != "POST":
        return redirect("admin:leads_lead_bulk_result", made.pk)
    user = cast(User, request.user)
    try:
        undone = moves.undo(
            job=new_id(), move=made, leads=workable(user), actor=Actor("user", user.identifier),
            now=timezone.now(),
        )  # fmt: skip
    except Refused as error:
        messages.warning(request, why_not_undone(error))
        return redirect("admin:leads_lead_bulk_result", made.pk)
    except AlreadyMade:
        messages.info(request, _("This was taken back before."))
        return redirect("admin:leads_lead_bulk_result", BulkMove.objects.get(undoes=made).pk)
    say_how_many(request, undone)
    return redirect("admin:leads_lead_bulk_result", undone.pk)


def say_how_many(request: HttpRequest, made: BulkMove) -> None:
    count = made.rows.moved().count()
    if not count:
        messages.warning(request, _("Nothing was moved. Below it says why, lead by lead."))
    elif made.undoes_id:
        back_again = ngettext("%(count)d lead was taken back.", "%(count)d leads were taken back.", count)
        messages.success(request, back_again % {"count": count})
    else:
        moved = ngettext("%(count)d lead was moved.", "%(count)d leads were moved.", count)
        messages.success(request, moved % {"count": count})


def the_list(query: str) -> str:
    address = reverse("admin:leads_lead_changelist")
    return f"{address}?{query}" if query else address


def back(request: HttpRequest, sentence: str, query: str = "") -> HttpResponse:
    messages.warning(request, sentence)
    return redirect(the_list(query))


def why_not_selected(error: CannotSelect) -> str:
    sentences = {
        "nothing": _("No lead was chosen: tick some, or choose all that match."),
        "too_many": _("More than %(most)s leads match: narrow the list by a filter first."),
        "unreadable": _("This list has a filter that cannot be read: correct it first."),
        "suspects": _("Suspects are taken for genuine or discarded, not moved."),
        "too_slow": _("This search takes too long: add a word, or narrow it by a filter."),
    }
    return sentences[error.code] % {"most": f"{MOST:,}"}


def why_not_undone(error: Refused) -> str:
    sentences = {
        "not_yours": _("Only the colleague who moved these leads can take it back."),
        "too_late": _("More than an hour has passed: move the leads one by one."),
        "no_such_move": _("This took a move back; it cannot be taken back itself."),
    }
    return sentences[error.code]
