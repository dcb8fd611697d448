"""With the database away a program is told so, in its own terms."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.test import RequestFactory

from leadsite.api import tokens
from leadsite.api.answers_in_kind import AnswersInKind


def ask(path: str, **environ: Any) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
        told.append((status, dict(headers)))

    made = {**RequestFactory().get(path).environ, **environ}
    body = b"".join(AnswersInKind(get_wsgi_application())(made, start_response))
    return (*told[0], body)


@pytest.mark.parametrize("path", ["/api/v1/leads", "/api/v1/stats"])
def test_the_database_is_away(path: str) -> None:
    with patch.object(tokens, "find", side_effect=OperationalError("connection refused")):
        status, headers, body = ask(path, HTTP_AUTHORIZATION="Bearer lead_x")
    assert status.startswith("503 ")
    assert (headers["Content-Type"], headers["Retry-After"]) == ("application/problem+json", "5")
    assert json.loads(body)["code"] == "away"


def test_what_nobody_foresaw_shows_nothing_of_ours() -> None:
    with patch.object(tokens, "find", side_effect=ZeroDivisionError("secret")):
        status, _, body = ask("/api/v1/leads", HTTP_AUTHORIZATION="Bearer lead_x")
    assert status.startswith("500 ")
    assert b"secret" not in body


def test_an_address_that_is_not_there() -> None:
    status, headers, _ = ask("/api/v2/leads")
    assert (status[:3], headers["Content-Type"]) == ("404", "application/problem+json")
