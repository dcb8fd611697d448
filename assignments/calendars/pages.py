"""The pages of working calendars: all of them, one with its next four weeks and history, a past version."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments import version_history
from assignments.calendars import book, differences, horizon, picture, weekdays
from assignments.calendars.drafts import Hours
from assignments.calendars.models import Calendar, CalendarVersion
from assignments.tabs import tabs

MAY_SEE = "assignments.view_calendar"
MAY_CHANGE = "assignments.change_calendar"
MAY_ADD = "assignments.add_calendar"
FOLDER = "admin/assignments/calendar"
LATER_HOLIDAYS = 12


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def calendars(request: HttpRequest) -> HttpResponse:
    """All calendars: their hours in words, and who works by them."""
    now = timezone.now()
    rows = CalendarVersion.objects.newest_of_all().select_related("calendar", "published_by")
    context = {
        **admin.site.each_context(request),
        "title": _("Working calendars"),
        "here": "calendars",
        "response_time_tabs": list(tabs(request)),
        "rows": [about(version, now) for version in rows.prefetch_related("calendar__teams")],
        "may_add": request.user.has_perm(MAY_ADD),
    }
    return render(request, f"{FOLDER}/list.html", context)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def calendar(request: HttpRequest, calendar: UUID, number: int | None = None) -> HttpResponse:
    """A calendar as it is now, or as version `number` had it."""
    found = Calendar.objects.filter(pk=calendar).first()
    versions = (
        CalendarVersion.objects.filter(calendar=calendar).select_related("published_by").order_by("-number")
    )
    newest = versions.first()
    shown = versions.filter(number=number).first() if number else newest
    if found is None or shown is None or newest is None:
        raise Http404
    now = timezone.now()
    shown.calendar = found
    said = about(shown, now)
    context = {
        **admin.site.each_context(request),
        **said,
        "warnings": said,
        "title": found.name,
        "here": "calendars",
        "response_time_tabs": list(tabs(request)),
        "newest": newest,
        "weeks": picture.four_weeks(book.compiled(shown.pk), today(shown, now)),
        "history": version_history.history(versions, told),
        "who": version_history.publisher(shown),
        "may_change": request.user.has_perm(MAY_CHANGE),
    }
    return render(request, f"{FOLDER}/calendar.html", context)


def about(version: CalendarVersion, now: datetime) -> dict[str, Any]:
    """What a version says, in words."""
    hours = Hours.of(version)
    day = today(version, now)
    coming = [row for row in version.spec["holidays"] if row[0] >= day.isoformat()]
    return {
        "version": version,
        "calendar": version.calendar,
        "hours": hours,
        "week": list(week(hours)),
        "place": differences.place_of(hours),
        "closures": [
            differences.closure_in_words(closure) for closure in hours.closures if closure.end.date() >= day
        ],
        "holidays": [(date.fromisoformat(when), name) for when, name in coming[:LATER_HOLIDAYS]],
        "reach": horizon.reach(version) if coming else None,
        "runs_out": bool(hours.country) and horizon.reach(version).year <= day.year,
        "never_open": not any(hours.week),
        "today": day,
    }


def week(hours: Hours) -> list[tuple[str, str]]:
    """Days with the same hours together: "Monday to Saturday", "09:00–18:00"."""
    alike: dict[str, list[int]] = {}
    for day, windows in enumerate(hours.week):
        alike.setdefault(differences.spoken(windows), []).append(day)
    return [(weekdays.in_words(days), text) for text, days in alike.items()]


def today(version: CalendarVersion, now: datetime) -> date:
    """The day on the calendar's own clock."""
    return now.astimezone(ZoneInfo(version.spec["zone"])).date()


def told(before: CalendarVersion | None, version: CalendarVersion) -> list[str]:
    after = Hours.of(version)
    if before is None:
        return differences.first(after)
    return differences.differences(Hours.of(before), after, before.spec, version.spec)
