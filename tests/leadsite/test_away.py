"""With the database away the back office answers 503 on a plain page that shows no data."""

import base64
import hashlib

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse
from django.test import RequestFactory
from psycopg.errors import SyntaxError as SqlSyntaxError
from psycopg.errors import UndefinedTable

from leadsite.away import AWAY_HEADERS, AWAY_PAGE, failed


def answer(error: Exception, cause: Exception | None = None) -> HttpResponse:
    try:
        raise error from cause
    except Exception:
        return failed(RequestFactory().get("/admin/"))


def test_a_database_that_does_not_answer_is_a_503_that_comes_back_by_itself() -> None:
    response = answer(OperationalError("connection refused by db.internal"))
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "5",
        "no-store",
    )
    assert b'http-equiv="refresh"' in response.content
    assert b"db.internal" not in response.content


def test_who_sent_something_is_not_led_away_from_what_they_typed() -> None:
    request = RequestFactory().post("/admin/leads/lead/")
    try:
        raise OperationalError("canceling statement due to lock timeout")
    except OperationalError:
        response = failed(request)
    assert (response.status_code, b"refresh" in response.content) == (503, False)
    assert b"Reload this page in a moment" in response.content


def test_a_connection_that_was_cut_is_a_503() -> None:
    assert answer(InterfaceError("the connection is closed")).status_code == 503


def test_a_table_that_is_not_there_just_now_is_a_503() -> None:
    assert answer(ProgrammingError("leads"), UndefinedTable("leads")).status_code == 503


def test_a_mistake_of_ours_stays_a_500() -> None:
    assert answer(ProgrammingError("syntax"), SqlSyntaxError("syntax")).status_code == 500
    assert answer(ValueError("a bug")).status_code == 500


def test_the_page_wears_its_own_style_and_loads_nothing() -> None:
    policy = dict(AWAY_HEADERS)["Content-Security-Policy"]
    style = AWAY_PAGE.split(b"<style>")[1].split(b"</style>")[0]
    allowed = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{allowed}'; frame-ancestors 'none'"
    assert answer(OperationalError("gone"))["Content-Security-Policy"] == policy
