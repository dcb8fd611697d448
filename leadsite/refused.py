"""What staff read when the back office says no: a page in its own frame, with a way on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.csrf import csrf_failure


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    if not of_staff(request):
        return defaults.page_not_found(request, exception)
    return page(request, 404, _("Page not found"), _("Nothing is here: it was removed, or the link is old."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    if not of_staff(request):
        return defaults.permission_denied(request, exception)
    said = _("Your role does not include this. A manager can change that, or do it for you.")
    return page(request, 403, _("Not yours to do"), said)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: mostly a form that stood open while its sender signed in elsewhere."""
    if not of_staff(request):
        return csrf_failure(request, reason)
    if "queue" in request.POST:  # kept on the device, and sent with a token of now if its sender is signed in
        said = _("You signed in or out since this page was opened. Go back: what you typed is still there.")
        return page(request, 401, _("This page was out of date"), said)
    said = _("You signed in or out since this page was opened. Go back, reload the page and send it again.")
    return page(request, 403, _("This page was out of date"), said)


def signed_out(request: HttpRequest) -> HttpResponse:
    """To a form that may wait on the device: what was typed is not thrown away for a login page."""
    said = _(
        "Your session has ended. Go back, what you typed is still there: sign in on another page and send it."
    )
    return page(request, 401, _("You are signed out"), said)


def of_staff(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


def page(request: HttpRequest, status: int, title: Promise, said: Promise) -> HttpResponse:
    context: dict[str, Any] = {**admin.site.each_context(request), "title": title, "said": said}
    return render(request, "admin/refused.html", context, status=status)
