"""Whom to respond to next: every customer who waits for an answer, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.clocks.models import LeadClock, LeadClockQuerySet
from assignments.clocks.time_left import time_left
from assignments.countdown import Countdown
from leads.contact_links import ContactLinks, contact_links
from leads.whose import EVERYBODYS, NOBODYS, chosen, scopes_of
from leadsite import cursors
from leadsite.accounts.models import User

ROWS = 50
MAY_SEE, MAY_WORK = "leads.view_lead", "leads.work_lead"


@dataclass(frozen=True)
class Row:
    clock: LeadClock
    due: Countdown | None
    links: ContactLinks


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def respond_next(request: HttpRequest) -> HttpResponse:
    """`whose` is mine, nobodys or, for those who see every lead, everybodys; `after` begins a later page."""
    user, now = cast(User, request.user), timezone.now()  # the permission was asked for
    scopes = scopes_of(user)
    whose = chosen(request.GET.get("whose", ""), scopes)
    cursor = cursors.read(request.GET.get("after", ""))
    page: Any = cursors.page(of(whose, user).most_urgent(after=cursor), ROWS, by="deadline")
    rows = [row(clock, now) for clock in page]
    context = {
        **admin.site.each_context(request),
        "title": _("Respond next"),
        "scopes": scopes,
        "whose": whose,
        "rows": rows,
        "following": page.following,
        "first": cursor is None,
        "may_work": user.has_perm(MAY_WORK),
    }
    return render(request, "admin/assignments/respond_next.html", context)


def row(clock: Any, now: datetime) -> Row:
    left = time_left(deadline=clock.deadline, hours=clock.calendar_version_id, warn_at=clock.warn_at, now=now)
    return Row(clock, left, contact_links(clock.lead, clock.language or ""))


def of(whose: str, user: User) -> LeadClockQuerySet:
    clocks = LeadClock.objects.visible_to(user).with_customers()
    if whose == EVERYBODYS:
        return clocks
    return clocks.of_nobody() if whose == NOBODYS else clocks.of_owner(user)


def urls(wrap: Any) -> list[URLPattern]:
    """`wrap` is the admin site's own guard."""
    return [path("respond-next/", wrap(respond_next), name="respond_next")]
