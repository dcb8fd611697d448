"""What is answered while the database is away: a plain page that shows no data and comes back by itself."""

import base64
import hashlib
import logging
import sys

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error
from psycopg.errors import InvalidCatalogName, UndefinedColumn, UndefinedTable

log = logging.getLogger(__name__)

# All that the page wears: it must look like ours while nothing else of the site can be had.
STYLE = b"""
:root { color-scheme: light dark; --paper: #f6f4ef; --ink: #18211d; --muted: #55605a; --accent: #0b5d4a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #101614; --ink: #e8eeeb; --muted: #a5b1ab; --accent: #63d2ab; }
}
body { display: grid; align-content: center; min-height: 80vh; max-width: 30rem;
  margin: 0 auto; padding: 1.5rem;
  background: var(--paper); color: var(--muted); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { padding-left: 1.5rem; border-left: 4px solid var(--accent); }
h1 { margin: 0; color: var(--ink); font-size: 1.75rem; letter-spacing: -0.02em; }
p { margin: 0.75rem 0 0; }
"""
PAGE = b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">%b
<meta name="color-scheme" content="light dark">
<title>%b</title>
<style>%b</style>
<main>
<h1>%b</h1>
%b
</main>
"""
REFRESH = b'\n<meta http-equiv="refresh" content="5">'
LATER, UNSURE = b"Back in a moment", b"This may not have arrived"
AWAY_PAGE = PAGE % (
    REFRESH,
    LATER,
    STYLE,
    LATER,
    b"""<p>The database does not answer just now. Nothing is lost: new quotes are kept and will be here.
<p>This page tries again every five seconds.""",
)
# It stays: asking again by itself would lead away from what was typed.
UNSURE_PAGE = PAGE % (
    b"",
    UNSURE,
    STYLE,
    UNSURE,
    b"""<p>The database did not answer in time.
<p>Reload this page in a moment: your browser then sends the same once more.
<p>What did arrive is not done twice.""",
)
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE).digest()).decode()
AWAY_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Retry-After", "5"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'",
    ),
]


def away_page(method: str) -> bytes:
    """Who only looked is shown the page by itself again; who sent something keeps what they typed."""
    return AWAY_PAGE if method in ("GET", "HEAD") else UNSURE_PAGE


def is_away(error: BaseException | None) -> bool:
    """The database does not answer, or is in the middle of a migration: a table is not there just now."""
    if isinstance(error, ProgrammingError):
        return isinstance(error.__cause__, UndefinedTable | UndefinedColumn | InvalidCatalogName)
    return isinstance(error, OperationalError | InterfaceError)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a database that is away is a 503 with its own page, other errors stay 500."""
    error = sys.exc_info()[1]
    if not is_away(error):
        return server_error(request)
    log.warning("answered 503: the database is away: %s", type(error).__name__)
    return HttpResponse(away_page(request.method or ""), status=503, headers=dict(AWAY_HEADERS))
