"""My follow-ups: what is to do, the most urgent first; one tap to the customer, one to be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
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
from activity.querysets import ActivityQuerySet
from activity.sentences import Facts
from leads.contact_links import ContactLinks, contact_links
from leads.step_forms import QUICK
from leads.whose import EVERYBODYS, NOBODYS, chosen, scopes_of
from leadsite import cursors
from leadsite.accounts.models import User
from leadsite.due_times import Due, due

ROWS = 50
MAY_SEE, MAY_WORK = "activity.view_activity", "leads.work_lead"
SHORTLY = QUICK[:2]  # in an hour, tomorrow morning


@dataclass(frozen=True)
class Row:
    """A follow-up as the page shows it."""

    activity: Activity
    what: str
    why: str
    icon: str
    due: Due | None
    links: ContactLinks


@dataclass(frozen=True)
class Section:
    """Follow-ups of one stretch of time; `name` is late, today, later, or never: a time nobody can read."""

    name: str
    title: str
    rows: list[Row]


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """`whose` is mine, nobodys or, for those who see every lead, everybodys; `after` begins a later page."""
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    scopes = scopes_of(user)
    whose = chosen(request.GET.get("whose", ""), scopes)
    cursor = cursors.read(request.GET.get("after", ""))
    page = cursors.page(of(whose, user).by_due(after=cursor), ROWS, by="due_at")
    context = {
        **admin.site.each_context(request),
        "title": _("Follow-ups"),
        "scopes": scopes,
        "whose": whose,
        "sections": list(sections(page, now)),
        "following": page.following,
        "first": cursor is None,
        "may_work": user.has_perm(MAY_WORK),
        "shortly": SHORTLY,
    }
    return render(request, "admin/activity/follow_ups.html", context)


def of(whose: str, user: User) -> ActivityQuerySet:
    rows = Activity.objects.visible_to(user).pending_follow_ups().with_customers().with_actor_names()
    if whose == EVERYBODYS:
        return rows
    return rows.of_nobodys_leads() if whose == NOBODYS else rows.for_colleague(user)


def sections(activities: Any, now: datetime) -> Iterator[Section]:
    """The page's rows by their stretch of time, in the order they come in."""
    titles = {"late": _("Overdue"), "today": _("Today"), "later": _("Later"), "never": _("Without a time")}
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), time()))
    rows = [row(activity, now) for activity in activities]
    for name, title in titles.items():
        found = [one for one in rows if stretch(one.activity.due_at, now, tomorrow) == name]
        if found:
            yield Section(name, title, found)


def stretch(at: datetime | None, now: datetime, tomorrow: datetime) -> str:
    if at is None:
        return "never"
    if at < now:
        return "late"
    return "today" if at < tomorrow else "later"


def row(activity: Any, now: datetime) -> Row:
    facts = Facts(activity.metadata, activity.status)
    what = sentences.action(facts)
    return Row(
        activity=activity,
        what=what,
        why="" if activity.message == what else activity.message,
        icon=facts["action"] or activity.type.replace("_", "-"),
        due=due(activity.due_at, now) if activity.due_at else None,
        links=contact_links(activity.lead, activity.language or ""),
    )
