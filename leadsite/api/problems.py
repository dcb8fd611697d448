"""What goes wrong is told as problem+json (RFC 9457): a code for programs, a sentence for people."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from leads.exceptions import Clash, Conflict, Refused
from leads.refusals import sentence

CONTENT_TYPE = "application/problem+json"
REFUSED_WITH: Mapping[str, int] = {
    "gone": 404, "managers_only": 403, "needs_reason": 422, "in_the_past": 422, "no_contact": 422,
}  # fmt: skip
CONFLICT = 409
PYDANTICS_OWN = "Value error, "  # before the sentences that we wrote
CODES: Mapping[int, str] = {
    400: "unreadable", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "no_such_method",
    413: "too_large", 429: "too_many_requests", 503: "away",
}  # fmt: skip


class FieldProblem(Schema):
    field: str = Field(description="Where in the request, such as body.reason")
    message: str


class ClashShown(Schema):
    """One fact that the caller wanted one way and somebody else another, in stored values."""

    fact: str = Field(description="status, owner, follow_up, approval, booking, waiting … or a field's name")
    seen: str = Field(description="As the caller saw it, empty where they did not say")
    wanted: str
    now: str
    why: str = Field(description="What the caller said for it")
    by: dict[str, str] = Field(description="Who made it so: type, id and name, empty where nobody knows")
    at: datetime | None
    because: str = Field(description="What they said for it")
    instead: str = Field(description="The id of the row that took the place of the one that was meant")


class ProblemShown(Schema):
    """What went wrong (RFC 9457)."""

    type: str = Field("about:blank", description="Always about:blank: `code` tells kinds apart")
    title: str = Field(description="The status in words")
    status: int
    detail: str = Field(description="A sentence for people, in the language that was asked for")
    code: str = Field(description="A word for programs, such as already_taken")
    errors: list[FieldProblem] = Field([], description="What is wrong with which field")
    conflict: list[ClashShown] | None = Field(
        None, description="Of a 409 about what somebody else changed meanwhile: both sides"
    )


class Problem(Exception):
    """An answer that is no success; it is raised, and told by `respond`."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        clashes: Sequence[Clash] = (),
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.detail = status, code, detail
        self.fields, self.headers = dict(fields or {}), dict(headers or {})
        self.clashes = tuple(clashes)

    def body(self) -> str:
        return as_json(
            self.status,
            self.code,
            self.detail,
            [{"field": name, "message": message} for name, message in self.fields.items()],
            [clash.as_json() for clash in self.clashes],
        )


def as_json(
    status: int,
    code: str,
    detail: str,
    errors: list[dict[str, str]],
    conflict: Sequence[Mapping[str, object]] = (),
) -> str:
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return json.dumps({**told, "errors": errors, **({"conflict": list(conflict)} if conflict else {})})


def respond(problem: Problem) -> HttpResponse:
    headers = {"Cache-Control": "no-store", **problem.headers}
    return HttpResponse(problem.body(), status=problem.status, content_type=CONTENT_TYPE, headers=headers)


def told(request: HttpRequest, error: Any) -> HttpResponse:
    return respond(of(error))


def of(error: Exception) -> Problem:
    """The problem that a workflow's refusal is. Raises TypeError for anything else."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refused):
        clashes = error.clashes if isinstance(error, Conflict) else ()
        status = REFUSED_WITH.get(error.code, CONFLICT)
        return Problem(status, error.code, sentence(error), clashes=clashes)
    raise TypeError(type(error).__name__)


def not_found() -> Problem:
    """Of what a colleague may not see it is never said whether it is there."""
    return Problem(404, "not_found", _("Nothing is here, or it is not yours to see."))


def install(api: NinjaAPI) -> None:
    """Let every error of the API be told as a problem; what we did not foresee goes on to Django."""
    for kind in (Problem, Refused):
        api.add_exception_handler(kind, told)
    api.add_exception_handler(Http404, missing)
    api.add_exception_handler(AuthenticationError, unknown)
    api.add_exception_handler(HttpError, said_by_ninja)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(Exception, unforeseen)


def missing(request: HttpRequest, error: Any) -> HttpResponse:
    return respond(not_found())


def unknown(request: HttpRequest, error: Any) -> HttpResponse:
    detail = _("Send a personal token (Authorization: Bearer …), or sign in.")
    return respond(Problem(401, CODES[401], detail, headers={"WWW-Authenticate": "Bearer"}))


def said_by_ninja(request: HttpRequest, error: Any) -> HttpResponse:
    status: int = error.status_code
    details = {
        400: _("The body is not JSON that can be read."),
        403: _("The CSRF token is missing or wrong."),
    }
    return respond(Problem(status, CODES.get(status, "refused"), details.get(status, error.message)))


def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Which fields, and why; never what was sent, which may be anybody's data."""
    fields = {place(one["loc"]): str(one["msg"]).removeprefix(PYDANTICS_OWN) for one in error.errors}
    return respond(
        Problem(422, "invalid", _("Something in the request needs your attention."), fields=fields)
    )


def place(location: Any) -> str:
    """ninja says where as ("body", name of the argument, field, …); in the address names have no depth."""
    source, *rest = [str(part) for part in location]
    return ".".join([source, *(rest[1:] if source == "body" else rest[-1:])])


def unforeseen(request: HttpRequest, error: Any) -> HttpResponse:
    """To Django, whose handler500 knows a database that is away."""
    raise error
