"""The pages of policies: all of them in the order in which they are tried, one with its history."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assignments import version_history
from assignments.policies import differences, order
from assignments.policies.minutes_text import spoken
from assignments.policies.models import Policy, PolicyVersion
from assignments.policies.names import CLOCK_NAMES, PRIORITY_NAMES
from assignments.policies.order import NoSuchMove
from assignments.policies.spec import CLOCKS, PRIORITIES, PolicySpec
from assignments.tabs import tabs

MAY_SEE = "assignments.view_policy"
MAY_CHANGE = "assignments.change_policy"
MAY_ADD = "assignments.add_policy"
FOLDER = "admin/assignments/policy"
LIST = "admin:assignments_policy_changelist"


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def policies(request: HttpRequest) -> HttpResponse:
    """All policies, as they are tried."""
    rows = [about(version) for version in PolicyVersion.objects.newest_of_all()]
    movable = [row for row in rows if not row["policy"].is_fallback]
    context = {
        **admin.site.each_context(request),
        "title": _("Policies"),
        "here": "policies",
        "response_time_tabs": list(tabs(request)),
        "rows": rows,
        "first": movable[0]["policy"] if movable else None,
        "last": movable[-1]["policy"] if movable else None,
        "may_add": request.user.has_perm(MAY_ADD),
        "may_change": request.user.has_perm(MAY_CHANGE),
    }
    return render(request, f"{FOLDER}/list.html", context)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def policy(request: HttpRequest, policy: UUID, number: int | None = None) -> HttpResponse:
    """A policy as it is now, or as version `number` had it."""
    versions = PolicyVersion.objects.filter(policy=policy).select_related("policy", "published_by")
    versions = versions.order_by("-number")
    newest = versions.first()
    shown = versions.filter(number=number).first() if number else newest
    if shown is None or newest is None:
        raise Http404
    said = about(shown)
    context = {
        **admin.site.each_context(request),
        **said,
        "promise": said,
        "title": shown.policy.name,
        "newest": newest,
        "history": version_history.history(versions, told),
        "who": version_history.publisher(shown),
        "may_change": request.user.has_perm(MAY_CHANGE),
    }
    return render(request, f"{FOLDER}/policy.html", context)


def about(version: PolicyVersion) -> dict[str, Any]:
    """What a version promises, in words."""
    spec = PolicySpec.from_json(version.spec)
    return {
        "version": version,
        "policy": version.policy,
        "spec": spec,
        "whom": _("all other leads") if version.policy.is_fallback else differences.whom(spec.conditions),
        "clocks": [CLOCK_NAMES[clock] for clock in CLOCKS],
        "targets": [
            (
                PRIORITY_NAMES[priority],
                [(CLOCK_NAMES[clock], spoken(spec.targets[priority][clock])) for clock in CLOCKS],
            )
            for priority in PRIORITIES
        ],
        "steps": [differences.step_in_words(step) for step in spec.steps],
    }


def told(before: PolicyVersion | None, version: PolicyVersion) -> list[str]:
    after = PolicySpec.from_json(version.spec)
    if before is None:
        return differences.first(after)
    return differences.differences(PolicySpec.from_json(before.spec), after)


@require_POST
@permission_required(MAY_CHANGE, raise_exception=True)
def move(request: HttpRequest, policy: UUID, way: str) -> HttpResponse:
    """`way` is up or down."""
    try:
        moved = order.move(policy_id=policy, up=way == "up")
    except NoSuchMove:
        messages.warning(request, _("It cannot move there: look at the order as it is now."))
    else:
        messages.success(request, moved_words(moved, way))
    return redirect(LIST)


def moved_words(policy: Policy, way: str) -> str:
    text = _("“%(name)s” is tried earlier now.") if way == "up" else _("“%(name)s” is tried later now.")
    return text % {"name": policy.name}


@require_POST
@permission_required(MAY_CHANGE, raise_exception=True)
def use(request: HttpRequest, policy: UUID) -> HttpResponse:
    """POST `used` yes or no: whether a policy is tried at all."""
    used = request.POST.get("used") == "yes"
    try:
        done = order.set_use(policy_id=policy, used=used)
    except NoSuchMove:
        messages.warning(request, _("This policy is always in use, or is not here any more."))
        return redirect(LIST)
    text = _("“%(name)s” is in use.") if used else _("“%(name)s” is not tried any more.")
    messages.success(request, text % {"name": done.name})
    return redirect(LIST)
