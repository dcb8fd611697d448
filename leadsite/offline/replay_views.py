"""The addresses that the queue of a browser speaks to, and the page that shows it."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from leadsite.accounts.models import User
from leadsite.offline.actions import MOST
from leadsite.offline.models import OfflineDevice
from leadsite.offline.replaying import replay

LONGEST_BODY = 1_000_000  # bytes
AT_WORK = timedelta(seconds=2)  # far below the back office's deadline; the rest is sent again
View = Callable[..., HttpResponse]


def urls(wrap: Any) -> list[URLPattern]:
    """`wrap` is the admin site's own guard, which leads to the login; programs are told in JSON."""
    return [
        path("offline/", wrap(queue), name="offline_queue"),
        path("offline/session/", for_scripts(session), name="offline_session"),
        path("offline/key/", for_scripts(key), name="offline_key"),
        path("offline/replay/", for_scripts(replayed), name="offline_replay"),
    ]


def for_scripts(view: View) -> View:
    """401 for whoever is no colleague, or is one no more."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not admin.site.has_permission(request):
            return wrong(401, "signed_out", _("Sign in to send what waits on this device."))
        return view(request)

    return never_cache(csrf_protect(guarded))


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Nothing of anybody's queue is in this page: its script reads it from the device."""
    context = {**admin.site.each_context(request), "title": _("Waiting to be sent")}
    return render(request, "admin/offline/queue.html", context)


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the token that their posts carry: for a worker, which has no page."""
    return JsonResponse({"person": person(request).identifier, "csrf": get_token(request)})


@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """The secret from which this colleague's key in this browser is made; made at the first use."""
    try:
        device = UUID(str(read(request).get("device")))
    except ValueError:
        return wrong(400, "unreadable", _("A device has an identifier."))
    user = person(request)
    row = OfflineDevice.objects.used(device, user, timezone.now())
    secret = base64.b64encode(bytes(row.secret)).decode()
    return JsonResponse({"person": user.identifier, "secret": secret})


@require_POST
def replayed(request: HttpRequest) -> HttpResponse:
    """{person, device?, actions: [{key, kind, lead, row?, expected?, claimed_at, fields}]} -> {answers}."""
    try:
        sent = read(request)
    except ValueError:
        return wrong(400, "unreadable", _("The body is not JSON that can be read."))
    user, actions = person(request), sent.get("actions")
    if not isinstance(actions, list) or len(actions) > MOST:
        return wrong(
            400, "unreadable", _("A list of %(most)d actions at most is sent at once.") % {"most": MOST}
        )
    if sent.get("person") != user.identifier:
        return wrong(403, "another_person", _("Somebody else is signed in: these are not theirs."))
    try:
        device = UUID(str(sent["device"])) if sent.get("device") else None
    except ValueError:
        return wrong(400, "unreadable", _("A device has an identifier."))
    site, until = request.build_absolute_uri("/"), timezone.now() + AT_WORK
    told = list(replay(actions, user=user, site=site, until=until, device=device))
    return JsonResponse({"answers": told})


def read(request: HttpRequest) -> dict[str, Any]:
    """Raises ValueError."""
    if len(request.body) > LONGEST_BODY:
        raise ValueError("too long")
    try:
        sent = json.loads(request.body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(sent, dict):
        raise ValueError("no object")
    return sent


def person(request: HttpRequest) -> User:
    return cast(User, request.user)  # the guard has asked


def wrong(status: int, code: str, words: str) -> HttpResponse:
    return JsonResponse({"code": code, "words": words}, status=status)
