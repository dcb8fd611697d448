"""What is answered while the database is away: a plain page that shows no data and comes back by itself."""

import logging
import sys

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error
from psycopg.errors import InvalidCatalogName, UndefinedColumn, UndefinedTable

log = logging.getLogger(__name__)

AWAY_PAGE = b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<meta name="color-scheme" content="light dark">
<title>Back in a moment</title>
<h1>Back in a moment</h1>
<p>The database does not answer just now. Nothing is lost: new quotes are kept and will be here.
<p>This page tries again every five seconds.
"""
AWAY_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Retry-After", "5"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'"),
]


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
    return HttpResponse(AWAY_PAGE, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
