"""Which policy would this lead get: the one that holds, why no other does, and the deadlines it gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.calendars import book
from assignments.calendars.models import Calendar
from assignments.policies.choosing import Edition, PolicyBook
from assignments.policies.differences import step_in_words, whom
from assignments.policies.minutes_text import spoken
from assignments.policies.names import CLOCK_NAMES
from assignments.policies.pages import MAY_SEE
from assignments.policies.spec import CLOCKS
from assignments.policies.which_form import WhichForm
from assignments.tabs import tabs
from assignments.teams.models import Team
from assignments.working_time import WorkingCalendar, deadline
from leads.lead_list.overview import overview
from leads.lead_list.saved_views import Reader
from leadsite.accounts.models import User

INVALID = 422
WHEN = "D j M Y, H:i"


@dataclass(frozen=True)
class Moment:
    """When something is due on the calendar's own clock; `at` is None where nothing was promised."""

    what: str
    target: str
    at: datetime | None
    by_wall_clock: bool = False

    @property
    def text(self) -> str:
        """A template would write it by its reader's clock."""
        return date_format(self.at, WHEN) if self.at else ""


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def which(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    usual = usual_calendar()
    form = WhichForm(request.GET, calendar=usual, now=now)
    asked = form.is_bound and form.is_valid()
    known = overview(Reader(cast(User, request.user), now), counted=())
    context = {
        **admin.site.each_context(request),
        "title": _("Which policy would this lead get?"),
        "here": "which",
        "response_time_tabs": list(tabs(request)),
        "form": form,
        "sources": known.sources,
        "categories": known.categories,
        **(answer(form.cleaned_data, usual) if asked else {}),
    }
    status = INVALID if form.is_bound and not asked else 200
    return render(request, "admin/assignments/policy/which.html", context, status=status)


def usual_calendar() -> Calendar | None:
    """That of the team which takes what no rule gives away; any where there is no such team."""
    team = Team.objects.select_related("calendar").filter(is_default=True).first()
    return team.calendar if team else Calendar.objects.order_by("name").first()


def answer(asked: dict[str, Any], usual: Calendar | None) -> dict[str, Any]:
    categories = [asked["category"]] if asked["category"] else []
    tried = list(PolicyBook.load().tried(source=asked["source"], categories=categories))
    chosen = next((edition for edition, failing in tried if not failing), None)
    calendar = asked["calendar"] or usual
    hours = book.newest(calendar.pk) if calendar else None
    priority = asked["priority"] or "medium"
    return {
        "answered": True,
        "chosen": chosen,
        "whom": whom(chosen.spec.conditions) if chosen and not chosen.is_fallback else _("all other leads"),
        "passed_over": [(edition, in_words(edition, failing)) for edition, failing in tried if failing],
        "hours": hours,
        "arrives": date_format(asked["arrives"].astimezone(ZoneInfo(hours.calendar.zone)), WHEN)
        if hours
        else "",
        "moments": list(moments(chosen, priority, hours.calendar, asked["arrives"]))
        if chosen and hours
        else [],
        "next": spoken(chosen.spec.target("next_response", priority)) if chosen else "",
    }


def in_words(edition: Edition, failing: tuple[str, ...]) -> str:
    conditions = edition.spec.conditions
    reasons = {
        "source": _("the source is not “%(source)s”") % {"source": conditions.source},
        "category": _("nothing of “%(category)s” was asked for") % {"category": conditions.category},
    }
    return _(" and ").join(reasons[name] for name in failing)


def moments(chosen: Edition, priority: str, calendar: WorkingCalendar, arrives: datetime) -> Iterator[Moment]:
    """The deadlines of the first answer and of an owner who gets the lead at once, warning and steps."""
    spec = chosen.spec
    for clock in CLOCKS[:2]:
        minutes = spec.target(clock, priority)
        yield due(str(CLOCK_NAMES[clock]), minutes, 100, calendar, arrives)
        if minutes is None or clock != "first_response":
            continue
        yield due(_("Warning"), minutes, spec.warn_share, calendar, arrives)
        for step in spec.steps:
            yield due(step_in_words(step).capitalize(), minutes, step.share, calendar, arrives)


def due(what: str, minutes: int | None, share: int, calendar: WorkingCalendar, arrives: datetime) -> Moment:
    if minutes is None:
        return Moment(what, spoken(None), None)
    found = deadline(calendar, arrives, timedelta(minutes=minutes) * share // 100)
    at = found.at.astimezone(ZoneInfo(calendar.zone)) if found.at else None
    return Moment(what, spoken(max(1, minutes * share // 100)), at, found.by_wall_clock)
