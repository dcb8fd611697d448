"""Staff read times by their own clock and texts in their own language; customers' pages are never touched."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def own_clock(get_response: GetResponse) -> GetResponse:
    """Middleware behind Django's own; asks who it is on the back office's pages alone."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_page_of_staff(request.path_info) or not request.user.is_authenticated:
            return get_response(request)
        with settings_of(request.user):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response

    return middleware


def is_page_of_staff(path: str) -> bool:
    """The service worker is no page: browsers ask for it after each of them, and it is everybody's."""
    return path.startswith(reverse("admin:index")) and path != reverse("admin:worker")


@contextmanager
def settings_of(user: Any) -> Iterator[None]:
    """The colleague's time zone and language; the shop's and the browser's where they have chosen none."""
    with ExitStack() as chosen:
        zone = zone_of(user.time_zone)
        if zone:
            chosen.enter_context(timezone.override(zone))
        if user.language in dict(settings.LANGUAGES):
            chosen.enter_context(translation.override(user.language))
        yield


def zone_of(name: str) -> ZoneInfo | None:
    """None too for what plain SQL may have left there: a page at the shop's time is better than none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None
