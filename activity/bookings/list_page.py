"""Visits to come, the next one first: one's own, or those of everybody whose leads one sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity.bookings.cards import Card, card
from activity.bookings.links import site
from activity.models import Activity
from activity.querysets import STILL_SHOWN, ActivityQuerySet
from leads.contact_links import ContactLinks, contact_links
from leadsite import cursors
from leadsite.accounts.models import User

ROWS = 50
MAY_SEE, MAY_WORK = "activity.view_activity", "leads.work_lead"
MINE, ALL = "mine", "all"


@dataclass(frozen=True)
class Row:
    activity: Activity
    visit: Card | None
    links: ContactLinks


@dataclass(frozen=True)
class Day:
    """The visits of one day by the colleague's clock."""

    name: str
    title: str
    rows: list[Row]


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def visits(request: HttpRequest) -> HttpResponse:
    """`whose` is mine or all; `after` begins a later page."""
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    whose = ALL if request.GET.get("whose") == ALL else MINE
    cursor = cursors.read(request.GET.get("after", ""))
    page = cursors.page(of(whose, user, now).by_due(after=cursor), ROWS, by="due_at")
    context = {
        **admin.site.each_context(request),
        "title": _("Visits"),
        "scopes": {MINE: _("Mine"), ALL: _("Everybody’s")},
        "whose": whose,
        "days": list(days([row(found, request, now) for found in page], now)),
        "following": page.following,
        "first": cursor is None,
        "may_work": user.has_perm(MAY_WORK),
    }
    return render(request, "admin/activity/visits.html", context)


def of(whose: str, user: User, now: datetime) -> ActivityQuerySet:
    rows = Activity.objects.visible_to(user).visits(now - STILL_SHOWN)
    rows = rows.of_whoever_goes(user) if whose == MINE else rows
    return rows.with_customers().with_goers()


def row(found: Any, request: HttpRequest, now: datetime) -> Row:
    language = found.language or ""
    visit = card(found, found.lead, language, site(request), now)
    return Row(found, visit, contact_links(found.lead, language))


def days(rows: list[Row], now: datetime) -> Iterator[Day]:
    by_day: dict[date, list[Row]] = {}
    for one in rows:
        at = cast(datetime, one.activity.due_at)  # a visit of this list has a time
        by_day.setdefault(timezone.localdate(at), []).append(one)
    for day, found in by_day.items():
        yield Day(day.isoformat(), titled(day, timezone.localdate(now)), found)


def titled(day: date, today: date) -> str:
    near = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}
    return near.get(day) or date_format(day, "l j F Y")
