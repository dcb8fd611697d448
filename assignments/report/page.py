"""How quickly customers are answered: by person, team and week, as a page and as CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments import waits
from assignments.clocks.models import ClockName
from assignments.report import answers, summary
from assignments.report.answers import Weeks
from assignments.report.summary import Summary, Waited
from leads.quoting.price_cells import guarded
from leadsite.accounts.models import User

MAY_SEE = "leads.view_lead"
CHOICES, USUAL = (4, 8, 13, 26), 8
BYTE_ORDER_MARK = "\ufeff"  # or a spreadsheet takes names for another alphabet
COLUMNS = (
    "team", "person", "week", "met", "answered_late", "missed", "closed", "running", "percent_met",
    "median_working_minutes", "p90_working_minutes",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a table, in words."""

    name: str
    summary: Summary
    met: str
    median: str
    p90: str


@dataclass(frozen=True)
class Asked:
    weeks: Weeks
    clock: ClockName

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """The usual for anything that is not among the choices."""
        typed, clock = request.GET.get("weeks", ""), request.GET.get("clock", "")
        many = int(typed) if typed in map(str, CHOICES) else USUAL
        known = clock if clock in ClockName.values else ClockName.FIRST_RESPONSE
        return cls(Weeks(many, timezone.now()), ClockName(known))


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    rows = answers.waited(asked.weeks, asked.clock, cast(User, request.user))
    weeks = summary.by(rows, lambda row: row.week)
    context = {
        **admin.site.each_context(request),
        "title": _("How quickly customers are answered"),
        "choices": CHOICES,
        "many": asked.weeks.many,
        "clocks": ClockName.choices,
        "clock": asked.clock,
        "all": line(_("Everybody"), summary.summary(rows)) if rows else None,
        "trend": in_words(summary.trend(weeks)),
        "tables": list(tables(rows, weeks)),
    }
    return render(request, "admin/assignments/report.html", context)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def download(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    rows = answers.waited(asked.weeks, asked.clock, cast(User, request.user))
    name = f"response-times-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        BYTE_ORDER_MARK + written(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def written(rows: list[Waited]) -> str:
    """A line for each person and week, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for team, person, week, found in answers.lines(rows):
        one = summary.summary(found)
        counts = (one.met, one.answered_late, one.missed, one.closed, one.running)
        percent = "" if one.percent_met is None else one.percent_met
        took = (one.wait.median, one.wait.p90) if one.wait else ("", "")
        writer.writerow([guarded(team), guarded(person), week.isoformat(), *counts, percent, *took])
    return text.getvalue()


def tables(rows: list[Waited], weeks: Mapping[date, Summary]) -> Iterator[tuple[str, str, list[Line]]]:
    """(id, title, lines): weeks in which somebody began to wait, newest on top; people, teams by name."""
    newest = sorted(weeks, reverse=True)
    yield "weeks", _("Week by week"), [line(date_format(day, "j M Y"), weeks[day]) for day in newest]
    yield "people", _("Person by person"), named(rows, lambda row: row.person, _("Nobody’s"))
    yield "teams", _("Team by team"), named(rows, lambda row: row.team, _("In no team"))


def named(rows: list[Waited], key: Callable[[Waited], str], nobody: str) -> list[Line]:
    groups = summary.by(rows, key)
    return [line(name or nobody, groups[name]) for name in sorted(groups, key=lambda name: (not name, name))]


def line(name: str, one: Summary) -> Line:
    return Line(
        name=name,
        summary=one,
        met="–" if one.percent_met is None else f"{one.percent_met} %",
        median=waits.in_words(one.wait.median) if one.wait else "–",
        p90=waits.in_words(one.wait.p90) if one.wait else "–",
    )


def in_words(points: int | None) -> str:
    if points is None:
        return ""
    if points == 0:
        return _("as many in time in the later weeks as in the earlier ones")
    texts = (_("%(points)d points fewer in time than in the earlier weeks"),
             _("%(points)d points more in time than in the earlier weeks"))  # fmt: skip
    return texts[points > 0] % {"points": abs(points)}


def urls(wrap: Any) -> list[URLPattern]:
    """`wrap` is the admin site's own guard."""
    return [
        path("response-times/", wrap(report), name="response_times"),
        path("response-times/download/", wrap(download), name="response_times_download"),
    ]
