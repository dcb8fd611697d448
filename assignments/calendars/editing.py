"""The page that edits a calendar: it shows what would be, and publishes it as the next version."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments import publishing, version_history
from assignments.calendars import differences, picture, public_holidays, reach
from assignments.calendars.drafts import Hours
from assignments.calendars.form import CalendarForm
from assignments.calendars.models import Calendar, CalendarVersion
from assignments.calendars.pages import FOLDER, MAY_ADD, MAY_CHANGE, told
from assignments.defaults import hours as usual_hours
from assignments.publishing import CannotPublish, Draft
from assignments.working_time import WorkingCalendar
from leadsite.accounts.models import User

INVALID, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ADD, raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    return page(request, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_CHANGE, raise_exception=True)
def edit(request: HttpRequest, calendar: UUID) -> HttpResponse:
    rows = CalendarVersion.objects.filter(calendar=calendar).select_related("calendar", "published_by")
    newest = rows.order_by("-number").first()
    if newest is None:
        raise Http404
    return page(request, newest.calendar, newest)


def page(request: HttpRequest, calendar: Calendar | None, newest: CalendarVersion | None) -> HttpResponse:
    """GET shows what is in force; POST shows what would be, or publishes it."""
    now = timezone.now()
    before = Hours.of(newest) if newest else usual_hours()
    form = CalendarForm(
        request.POST if request.method == "POST" else None,
        hours=before,
        name=calendar.name if calendar else "",
        version=newest.number if newest else 0,
        today=now.astimezone(ZoneInfo(before.zone)).date(),
    )
    if request.method != "POST":
        return shown(request, calendar, form)
    if not form.sound:
        return shown(request, calendar, form, status=INVALID)
    draft = drafted(form.hours(), now)
    if newest and form.cleaned_data["version"] != newest.number:
        return overtaken(request, calendar, newest, form, draft, now)
    if request.POST.get("do") != "publish" or form.relisted:
        return shown(request, calendar, form, **preview(form, newest, draft, now))
    return publish(request, calendar, newest, form, draft, now)


def drafted(hours: Hours, now: datetime) -> Draft:
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    return hours.draft(public_holidays.years(today))


def publish(
    request: HttpRequest,
    calendar: Calendar | None,
    newest: CalendarVersion | None,
    form: CalendarForm,
    draft: Draft,
    now: datetime,
) -> HttpResponse:
    try:
        done = saved(calendar, form, draft, actor=cast(User, request.user).identifier, now=now)
    except CannotPublish as error:
        fresh = CalendarVersion.objects.filter(calendar=calendar).select_related("published_by")
        latest = fresh.order_by("-number").first() if calendar else None
        if error.code == "changed_meanwhile" and latest:
            return overtaken(request, calendar, latest, form, draft, now)
        form.add_error("name" if error.code == "name_taken" else None, why(error))
        return shown(request, calendar, form, status=CONFLICT, **preview(form, newest, draft, now))
    messages.success(request, said(done.number, form.cleaned_data["name"]))
    return redirect("admin:assignments_calendar_change", done.calendar_id)


@transaction.atomic
def saved(
    calendar: Calendar | None, form: CalendarForm, draft: Draft, *, actor: str, now: datetime
) -> CalendarVersion:
    """The version that holds now. Raises CannotPublish."""
    cleaned = form.cleaned_data
    how: dict[str, Any] = {"note": cleaned["note"], "actor": actor, "now": now}
    if calendar is None:
        return publishing.make_calendar(cleaned["name"], draft, **how)
    renamed = publishing.rename(calendar, cleaned["name"])
    try:
        return publishing.publish_calendar(calendar, draft, expected=cleaned["version"], **how)
    except CannotPublish as error:
        if error.code == "nothing_changed" and renamed:
            return CalendarVersion.objects.newest().get(calendar=calendar)
        raise


def said(number: int, name: str) -> str:
    return _("Version %(number)s of “%(name)s” is in force. Deadlines that run already keep theirs.") % {
        "number": number,
        "name": name,
    }


def why(error: CannotPublish) -> str:
    sentences = {
        "nothing_changed": _("Nothing is different from the version in force."),
        "name_taken": _("There is another one of this name."),
        "changed_meanwhile": _("Somebody published another version meanwhile. Look at it, then go on."),
    }
    return sentences.get(error.code) or _("This is not here any more.")


def overtaken(
    request: HttpRequest,
    calendar: Calendar | None,
    newest: CalendarVersion,
    form: CalendarForm,
    draft: Draft,
    now: datetime,
) -> HttpResponse:
    """A colleague was faster: their change is shown, what was typed stays, and nothing is published."""
    seen = CalendarVersion.objects.filter(calendar=calendar, number=form.cleaned_data["version"]).first()
    form.add_error(None, why(CannotPublish("changed_meanwhile")))
    form.renew(newest.number)
    theirs = {
        "who": version_history.publisher(newest),
        "version": newest,
        "changes": told(seen, newest) if seen else (),
    }
    return shown(request, calendar, form, status=CONFLICT, theirs=theirs, **preview(form, newest, draft, now))


def preview(
    form: CalendarForm, newest: CalendarVersion | None, draft: Draft, now: datetime
) -> dict[str, Any]:
    """The four weeks as they would be, what changes, and how many leads hang on this calendar."""
    after = form.hours()
    today = now.astimezone(ZoneInfo(after.zone)).date()
    before = Hours.of(newest) if newest else None
    return {
        "draft": draft,
        "weeks": picture.four_weeks(WorkingCalendar.from_json(draft.spec), today),
        "today": today,
        "changes": differences.differences(before, after, newest.spec, draft.spec)
        if before and newest
        else differences.first(after),
        "leads": reach.leads_in_hand(newest.calendar_id) if newest else 0,
        "never_open": not any(after.week),
    }


def shown(
    request: HttpRequest, calendar: Calendar | None, form: CalendarForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Change %(name)s") % {"name": calendar.name} if calendar else _("New working calendar"),
        "calendar": calendar,
        "form": form,
        "refused": status != 200,
        **more,
    }
    return render(request, f"{FOLDER}/edit.html", context, status=status)
