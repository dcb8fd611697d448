"""The server's half of the key that seals what a browser keeps of the back office: a cookie that lives as
long as the session.

It follows from the session's key, so nothing is stored for it. Whoever signs out, is signed out or was made
no colleague any more loses it with the next answer, and what was kept cannot be opened any more.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac

COOKIE = "reading"  # leadsite/static/leadsite/sealing.js reads it
WHOSE = "Leadsite-Reading"  # on each page: the session it was made for, without telling the half
# As the session's: who follows a link in a letter sends it too, and is not given another that ends earlier.
SAME_SITE: Final = "Lax"
GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Of a cookie that is given later than its session, whose end is not at hand: it is given again after that.
LATER = timedelta(days=1)


def reading_key(get_response: GetResponse) -> GetResponse:
    """Middleware around the session's, which has its key by then; leaves alone what did not ask who it is."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        ours = request.path_info.startswith(reverse("admin:index"))
        if ours and response.status_code < 500 and request.session.accessed:  # 5xx: nobody knows
            give_or_take(request, response)
        return response

    return middleware


def give_or_take(request: HttpRequest, response: HttpResponseBase) -> None:
    held, half = request.COOKIES.get(COOKIE), half_of(request)
    if half is None:
        if held is not None:
            response.delete_cookie(COOKIE, path=reverse("admin:index"), samesite=SAME_SITE)
        return
    response.headers[WHOSE] = mark(half)
    if half != held or request.session.modified:
        response.set_cookie(
            COOKIE,
            half,
            max_age=request.session.get_expiry_age() if request.session.modified else LATER,
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=SAME_SITE,
        )


def mark(half: str) -> str:
    return hashlib.sha256(half.encode()).hexdigest()[:32]


def half_of(request: HttpRequest) -> str | None:
    """64 hexadecimal digits; None for everybody but a colleague who is signed in."""
    if not (settings.STAFF_OFFLINE and request.user.is_authenticated and request.user.is_staff):
        return None
    key = request.session.session_key
    return None if key is None else half_of_session(key)


def half_of_session(key: str) -> str:
    return salted_hmac("leadsite.offline.reading", key, algorithm="sha256").hexdigest()
