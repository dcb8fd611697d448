"""The first page of the back office: what this colleague may see of it, put together."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments.clocks.time_left import time_left
from leads.shop_days import day_of
from leads.visibility import SEES_ALL
from leadsite.accounts.models import User
from leadsite.dashboard import blocks, figures, seven, todo
from leadsite.dashboard.periods import CHOICES, Period

MAY_SEE = "leads.view_lead"
MAY_SEE_LOG = "activity.view_activity"


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything that the page shows; nothing for those who may not see leads."""
    user = request.user
    if not (isinstance(user, User) and user.has_perm(MAY_SEE)):
        return {"may_see": False}
    now = timezone.now()
    period = Period.asked(request.GET.get("days", ""), now)
    return {
        "may_see": True,
        "period": period,
        "periods": CHOICES,
        **waiting(user, period, now),
        **counted(user, period, now),
    }


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """What there is to do and the seven figures, for open pages; the charts follow with the whole page."""
    user = request.user
    if not (isinstance(user, User) and user.has_perm(MAY_SEE)):
        raise PermissionDenied
    at = timezone.now()
    period = Period.asked("", at)
    figures = stats(user, period, at)
    return render(request, "admin/dashboard/now.html", {**waiting(user, period, at), **figures})


def waiting(user: User, period: Period, now: datetime) -> dict[str, Any]:
    """What to do next."""
    sees_log = user.has_perm(MAY_SEE_LOG)
    return {
        "next": [counted_down(row, now) for row in todo.next_to_answer(user)],
        "sees_log": sees_log,
        **(logged(user, period, now) if sees_log else {}),
    }


def logged(user: User, period: Period, now: datetime) -> dict[str, Any]:
    """What the log says is open."""
    return {
        "follow_ups": [in_time(row, "due_at", now) for row in todo.follow_ups_due(user, period)],
        "visits": todo.visits_today(user, period),
        "visits_url": reverse("admin:activity_visits"),
        "follow_ups_url": reverse("admin:activity_follow_ups"),
        "approvals": [in_time(row, "", now) for row in todo.approvals_waiting(user)],
        "approvals_url": reverse("admin:activity_approvals"),
        "decides": user.has_perm(todo.MAY_DECIDE),
    }


def counted_down(row: todo.Row, now: datetime) -> todo.Row:
    """The row with the working time that is left, and how long the customer has waited."""
    left = time_left(deadline=row["deadline"], hours=row["hours"], warn_at=row["warn_at"], now=now)
    return {**row, "due": left, "waits": blocks.since(row["created_at"], now)}


def in_time(row: todo.Row, deadline: str, now: datetime) -> todo.Row:
    """The row with its times in words: how long it waits, and how near its deadline is."""
    at = row[deadline] if deadline else None
    told = {"due": blocks.due(at, now)} if at else {}
    return {**row, **told, "waits": blocks.since(row["created_at"], now)}


def stats(user: User, period: Period, now: datetime) -> dict[str, Any]:
    sums = seven.seven(user, now)
    rates = (day_of(now - seven.RATES_OVER), period.today)
    return {
        "empty": sums.total_leads == 0,
        "stats": blocks.stats(sums, rates, period.today, everybodys=user.has_perm(SEES_ALL)),
    }


def counted(user: User, period: Period, now: datetime) -> dict[str, Any]:
    """How the shop does."""
    asked = figures.asked(user, period)
    return {
        **stats(user, period, now),
        "per_day": blocks.per_day(asked, period),
        "asked": blocks.number(sum(row.leads for row in asked)),
        "funnel": blocks.funnel(asked, period),
        "sources": blocks.sources(asked, period),
        "values": blocks.values(figures.quoted(user, period), period),
        "response": blocks.response(figures.waited(user, period), period),
    }
