"""Whether live updates are to be had at this moment, said by pages that are asked for while nothing is told.

The hub marks its socket's file with each beat for as long as it hears the database, so that no page has to
ask it: a browser that is told that the hub was away, and then no more, opens a stream at once.
"""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase

from leadsite.own_clock import is_page_of_staff
from leadsite.serving.listening import live_hub

HEADER = "Leadsite-Live"  # leadsite/live/static/live/live.js reads it
LATE_SECONDS = 50.0  # after so long without a beat a browser gives its stream up too (stream.js)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def beat(hub: str) -> None:
    with contextlib.suppress(FileNotFoundError):  # the shop is being closed
        os.utime(hub)


def is_away(hub: Path, now: float) -> bool:
    try:
        return now - hub.stat().st_mtime > LATE_SECONDS
    except FileNotFoundError:
        return True


def pulse(get_response: GetResponse) -> GetResponse:
    """Middleware; a site without a hub says nothing."""
    hub = live_hub()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if hub is not None and is_page_of_staff(request.path_info) and is_away(hub, time.time()):
            response.headers[HEADER] = "away"
        return response

    return middleware
