"""The page that edits a policy: it shows what would change, and publishes it as the next version."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments import publishing, version_history
from assignments.calendars.editing import CONFLICT, INVALID, said, why
from assignments.defaults import promise
from assignments.policies import differences, reach
from assignments.policies.form import PolicyForm
from assignments.policies.models import Policy, PolicyVersion
from assignments.policies.pages import FOLDER, MAY_ADD, MAY_CHANGE, told
from assignments.policies.spec import PolicySpec
from assignments.publishing import CannotPublish
from leads.lead_list.overview import overview
from leads.lead_list.saved_views import Reader
from leadsite.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ADD, raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    return page(request, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_CHANGE, raise_exception=True)
def edit(request: HttpRequest, policy: UUID) -> HttpResponse:
    newest = latest(policy)
    if newest is None:
        raise Http404
    return page(request, newest.policy, newest)


def latest(policy_id: UUID) -> PolicyVersion | None:
    rows = PolicyVersion.objects.filter(policy=policy_id).select_related("policy", "published_by")
    return rows.order_by("-number").first()


def page(request: HttpRequest, policy: Policy | None, newest: PolicyVersion | None) -> HttpResponse:
    """GET shows what is in force; POST shows what would be, or publishes it."""
    form = PolicyForm(
        request.POST if request.method == "POST" else None,
        spec=PolicySpec.from_json(newest.spec) if newest else promise(),
        name=policy.name if policy else "",
        version=newest.number if newest else 0,
        fallback=bool(policy and policy.is_fallback),
    )
    if request.method != "POST":
        return shown(request, policy, form)
    if not form.is_valid():
        return shown(request, policy, form, status=INVALID)
    if newest and form.cleaned_data["version"] != newest.number:
        return overtaken(request, newest, form)
    if request.POST.get("do") != "publish":
        return shown(request, policy, form, **preview(form, newest))
    return publish(request, policy, newest, form)


def publish(
    request: HttpRequest, policy: Policy | None, newest: PolicyVersion | None, form: PolicyForm
) -> HttpResponse:
    colleague = cast(User, request.user)  # the permission was asked for
    try:
        done = saved(policy, form, actor=colleague.identifier, now=timezone.now())
    except CannotPublish as error:
        fresh = latest(policy.pk) if policy else None
        if error.code == "changed_meanwhile" and fresh:
            return overtaken(request, fresh, form)
        form.add_error("name" if error.code == "name_taken" else None, why(error))
        return shown(request, policy, form, status=CONFLICT, **preview(form, newest))
    messages.success(request, said(done.number, form.cleaned_data["name"]))
    return redirect("admin:assignments_policy_change", done.policy_id)


@transaction.atomic
def saved(policy: Policy | None, form: PolicyForm, *, actor: str, now: datetime) -> PolicyVersion:
    """The version that holds now. Raises CannotPublish."""
    cleaned, draft = form.cleaned_data, publishing.draft_of(form.spec)
    how: dict[str, Any] = {"note": cleaned["note"], "actor": actor, "now": now}
    if policy is None:
        return publishing.make_policy(cleaned["name"], draft, **how)
    renamed = publishing.rename(policy, cleaned["name"])
    try:
        return publishing.publish_policy(policy, draft, expected=cleaned["version"], **how)
    except CannotPublish as error:
        if error.code == "nothing_changed" and renamed:
            return PolicyVersion.objects.newest().get(policy=policy)
        raise


def overtaken(request: HttpRequest, newest: PolicyVersion, form: PolicyForm) -> HttpResponse:
    """A colleague was faster: their change is shown, what was typed stays, and nothing is published."""
    seen = PolicyVersion.objects.filter(policy=newest.policy_id, number=form.cleaned_data["version"]).first()
    form.add_error(None, why(CannotPublish("changed_meanwhile")))
    form.renew(newest.number)
    theirs = {
        "who": version_history.publisher(newest),
        "version": newest,
        "changes": told(seen, newest) if seen else (),
    }
    return shown(request, newest.policy, form, status=CONFLICT, theirs=theirs, **preview(form, newest))


def preview(form: PolicyForm, newest: PolicyVersion | None) -> dict[str, Any]:
    """What changes, and how many leads hang on this policy."""
    if newest is None:
        return {"draft": True, "changes": differences.first(form.spec), "leads": 0}
    before = PolicySpec.from_json(newest.spec)
    return {
        "draft": True,
        "changes": differences.differences(before, form.spec),
        "leads": reach.leads_in_hand(newest.policy_id),
    }


def shown(
    request: HttpRequest, policy: Policy | None, form: PolicyForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    known = overview(Reader(cast(User, request.user), timezone.now()), counted=())
    context = {
        **admin.site.each_context(request),
        "title": _("Change %(name)s") % {"name": policy.name} if policy else _("New policy"),
        "policy": policy,
        "form": form,
        "refused": status != 200,
        "sources": known.sources,
        "categories": known.categories,
        **more,
    }
    return render(request, f"{FOLDER}/edit.html", context, status=status)
