"""The files that pages of the back office wear: what a browser keeps to draw them without network."""

from collections.abc import Iterator

from django.contrib.staticfiles.finders import get_finders
from django.templatetags.static import static

# Beginnings of names.
OURS = ("leadsite/", "live/", "activity/", "assignments/", "leads/desk-", "leads/in_place.js")
# The worker's own modules are kept by the browser with the worker, icons with the app.
NOT_WORN = ("leadsite/shell/worker/", "leadsite/icons/")
ICONS = ("leadsite/icons/desk.svg", "leadsite/icons/desk-apple-180.png")
DJANGOS = ("admin/css/base.css", "admin/css/responsive.css")  # imported by leadsite/django.css


def names() -> Iterator[str]:
    for finder in get_finders():
        for name, _storage in finder.list([]):
            if name in (*DJANGOS, *ICONS) or (name.startswith(OURS) and not name.startswith(NOT_WORN)):
                yield name


def addresses() -> list[str]:
    return sorted(static(name) for name in names())
