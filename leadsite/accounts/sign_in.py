"""Whoever guesses is slowed down: five wrong passwords close a name for one address for a while.

The pair of name and address is locked (django-axes, AXES_… in the settings): an office shares an address and
stays open for everybody else there, and nobody locks a colleague out from afar.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)
TOO_MANY = 429


def address(request: HttpRequest) -> str | None:
    """Where the request comes from; leadsite/proxies.py has seen to it that this is the customer's own."""
    return request.META.get("REMOTE_ADDR") or None


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """As long as the column for it: the form passes on longer ones, which nobody has."""
    given = credentials or request.POST
    return str(given.get("username") or "")[:255]


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The sign-in page again, which says why and for how long."""
    log.warning("sign_in_locked")  # no name, no address: the back office shows them
    wait = settings.AXES_COOLOFF_TIME
    context = {
        **admin.site.each_context(request),
        "title": _("Sign in"),
        "form": AdminAuthenticationForm(request),
        "app_path": request.get_full_path(),
        "next": request.POST.get("next") or reverse("admin:index"),
        "minutes": round(wait.total_seconds() / 60),
    }
    page = render(request, "admin/locked_out.html", context, status=TOO_MANY)
    page["Retry-After"] = str(round(wait.total_seconds()))
    page["Cache-Control"] = "no-store"
    return page
