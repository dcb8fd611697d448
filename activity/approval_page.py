"""Approvals: what colleagues wait for, to be decided with a reason; and what became of one's own requests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity import sentences
from activity.models import Activity
from activity.sentences import Sentence
from leads import stored_quote
from leadsite import cursors
from leadsite.accounts.models import User
from leadsite.due_times import ago

ROWS = 50
OWN_SHOWN = 20
MAY_SEE, MAY_DECIDE = "activity.view_activity", "activity.decide_approval"


@dataclass(frozen=True)
class Row:
    """A request as the page shows it; `own` ones are a colleague's to decide."""

    activity: Activity
    said: Sentence
    actor: str
    total: str
    asked: str
    own: bool


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def approvals(request: HttpRequest) -> HttpResponse:
    """`after` begins a later page of those who wait; one's own requests stand below, the newest ones."""
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    decides = user.has_perm(MAY_DECIDE)
    cursor = cursors.read(request.GET.get("after", ""))
    asked = Activity.objects.visible_to(user).with_quotes().with_actor_names()
    waiting = asked.pending_approvals() if decides else asked.none()
    page = cursors.page(waiting.longest_waiting(after=cursor), ROWS, by="created_at")
    own = asked.requests_of(user)[:OWN_SHOWN]
    context = {
        **admin.site.each_context(request),
        "title": _("Approvals"),
        "decides": decides,
        "waiting": [row(activity, user, now) for activity in page],
        "following": page.following,
        "first": cursor is None,
        "own": [row(activity, user, now) for activity in own],
    }
    return render(request, "admin/activity/approvals.html", context)


def row(activity: Any, user: User, now: datetime) -> Row:
    first = {"total": activity.quoted, "currency": activity.quoted_in}
    return Row(
        activity=activity,
        said=sentences.sentence(activity),
        actor=sentences.actor(activity),
        total=stored_quote.total(activity.newer_quote or first),
        asked=ago(activity.created_at, now),
        own=activity.actor_type == "user" and activity.actor_id == user.identifier,
    )
