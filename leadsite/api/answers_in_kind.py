"""Under /api/ every error is a problem, whoever answers it: the server's own pages are put into its words."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from leadsite.api.problems import CODES, CONTENT_TYPE, as_json

BELOW = "/api/"
SAID: Mapping[int, str] = {
    400: "The request cannot be read.",
    404: "Nothing is here.",
    405: "This address does not take this method.",
    413: "This is more than we can read at once.",
    500: "Something went wrong here. It was written down.",
    503: "The database did not answer in time. Send the same again, with the same Idempotency-Key.",
}
KEPT = frozenset({"allow", "retry-after", "cache-control", "vary", "x-content-type-options"})


class AnswersInKind:
    """A WSGI application: an error page that its inner one gives to a program becomes problem+json."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(BELOW):
            return self.application(environ, start_response)
        if environ.get("REQUEST_METHOD") != "HEAD":
            return self.answered(environ, start_response)
        # ninja knows no HEAD, which HTTP has wherever there is a GET: the same without its body.
        body = self.answered({**environ, "REQUEST_METHOD": "GET"}, start_response)
        getattr(body, "close", lambda: None)()
        return []

    def answered(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        told: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
            code = int(status.split(" ", 1)[0])
            kind = next((value for name, value in headers if name.lower() == "content-type"), "")
            if code < 400 or kind.startswith(CONTENT_TYPE):
                return start_response(status, headers, exc_info)
            told.append(problem(code))
            return start_response(status, of_problem(headers, told[0]), exc_info)

        body = self.application(environ, start)
        if not told:
            return body
        getattr(body, "close", lambda: None)()
        return told


def problem(code: int) -> bytes:
    detail = SAID.get(code, HTTPStatus(code).phrase)
    return as_json(code, CODES.get(code, "failed"), detail, []).encode()


def of_problem(headers: list[tuple[str, str]], body: bytes) -> list[tuple[str, str]]:
    kept = [(name, value) for name, value in headers if name.lower() in KEPT]
    return [*kept, ("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))]
