"""Where a step leads when it is done: back to the page it was taken from, never out of the back office."""

import re
from posixpath import normpath

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "next"
LONGEST = 1_000  # Django refuses to redirect to very long ones, when the step is taken already
# A path in plain letters, and what may follow it. No backslash and no encoded dot, which browsers resolve.
PLAIN = re.compile(r"(?P<path>/[\w./~-]*)([?#][^\s\\]*)?", re.ASCII)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address in `next` where it is one of the back office, else the other one."""
    asked = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    return asked if is_inside(asked) else otherwise


def is_inside(address: str) -> bool:
    found = PLAIN.fullmatch(address) if len(address) <= LONGEST else None
    if not found or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    # A browser takes "/admin/../q/" for "/q/".
    return f"{normpath(found['path'])}/".startswith(reverse("admin:index"))
