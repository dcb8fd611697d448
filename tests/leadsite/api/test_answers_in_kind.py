"""Programs get problems, people get pages."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from leadsite.api.answers_in_kind import AnswersInKind


def page(status: str, *headers: tuple[str, str]) -> Callable[..., Iterable[bytes]]:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "text/html"), *headers])
        return [b"<h1>Oh</h1>"]

    return application


def ask(application: Any, path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
        told.append((status, dict(headers)))

    body = b"".join(AnswersInKind(application)({"PATH_INFO": path, "REQUEST_METHOD": method}, start_response))
    return (*told[0], body)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("404 Not Found", "not_found"),
        ("413 Content Too Large", "too_large"),
        ("500 Oh", "failed"),
        ("503 Away", "away"),
    ],
)
def test_an_error_page_becomes_a_problem(status: str, code: str) -> None:
    told, headers, body = ask(page(status), "/api/v1/leads")
    assert (told, headers["Content-Type"], headers["Content-Length"]) == (
        status,
        "application/problem+json",
        str(len(body)),
    )
    assert json.loads(body)["code"] == code
    assert json.loads(body)["status"] == int(status[:3])


def test_what_helps_to_try_again_is_kept_and_the_pages_own_is_not() -> None:
    headers = ask(page("503 Away", ("Retry-After", "5"), ("Content-Security-Policy", "x")), "/api/v1/leads")[
        1
    ]
    assert headers["Retry-After"] == "5"
    assert "Content-Security-Policy" not in headers


def test_a_page_for_people_stays_one() -> None:
    assert ask(page("503 Away"), "/admin/")[2] == b"<h1>Oh</h1>"


def test_an_answer_that_is_none_of_them_stays_as_it_is() -> None:
    assert ask(page("200 OK"), "/api/v1/leads")[2] == b"<h1>Oh</h1>"


def test_a_problem_stays_as_it_is() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", "application/problem+json")])
        return [b"{}"]

    assert ask(application, "/api/v1/leads")[2] == b"{}"


def test_head_has_no_body() -> None:
    assert ask(page("404 Not Found"), "/api/v1/x", "HEAD")[2] == b""


def test_a_head_is_the_get_without_its_body() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "2"), ("X-Asked", environ["REQUEST_METHOD"])])
        return [b"{}"]

    status, headers, body = ask(application, "/api/v1/leads", "HEAD")
    assert (status, headers, body) == ("200 OK", {"Content-Length": "2", "X-Asked": "GET"}, b"")
