"""Who signed out without network is signed out by the first thing that their browser asks.

The browser's worker could not reach the site, so it left a cookie that says which session is over, by a
hash of that session's half of the reading key. Nobody else can know it, and it counts for no other session:
not for that of a colleague who has signed in meanwhile.
"""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from leadsite.offline.reading_key import SAME_SITE, half_of_session, mark

COOKIE = "leaving"  # leadsite/static/leadsite/shell/worker/vault.js leaves it
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def leaving(get_response: GetResponse) -> GetResponse:
    """Middleware below the one that knows who asks, above everything that answers them."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        over = request.COOKIES.get(COOKIE)
        if over is None:
            return get_response(request)
        key = request.session.session_key
        if key is not None and constant_time_compare(over, mark(half_of_session(key))):
            logout(request)
        response = get_response(request)
        response.delete_cookie(COOKIE, path=reverse("admin:index"), samesite=SAME_SITE)
        return response

    return middleware
