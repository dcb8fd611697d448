"""How every write of the API goes: once under its key, in one transaction, its answer kept."""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from re import compile as pattern
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel

from leads.exceptions import Refused
from leads.models import Lead
from leadsite.api import problems
from leadsite.api.callers import Caller, permitted
from leadsite.api.problems import Problem
from leadsite.api.scopes import Scope
from leadsite.once.answering import Answer, Asked, OtherBody, StillRunning, answer_once

SCOPE = "api"
HEADERS = ("Idempotency-Key", "X-Idempotency-Key")
REPLAYED = "Idempotent-Replay"
KEY = pattern(r"[\x21-\x7e]{1,255}")

Do = Callable[[datetime], BaseModel]


def written(
    request: HttpRequest,
    do: Do,
    *,
    lead_id: UUID | None = None,
    status: int = 200,
    key_needed: bool = True,
) -> HttpResponse:
    """What `do` answers, or answered to the same write before. `do` is given the moment and may refuse.

    The lead that is named is locked before, and has to be in the caller's sight: 404 otherwise.
    """
    now = timezone.now()
    caller: Caller = request.auth  # type: ignore[attr-defined]  # every write has been permitted

    def deed() -> BaseModel:
        if lead_id is not None:
            hold(caller, lead_id)
        return do(now)

    def attempt() -> Answer:
        return attempted(deed, status, lead_id)

    key = key_of(request, needed=key_needed)
    if key is None:
        with transaction.atomic(durable=True):
            return shown(attempt())
    try:
        answer, replayed = answer_once(Asked(SCOPE, caller.actor, key, asked_for(request)), attempt, now=now)
    except StillRunning:
        detail = _("The same write is being done at this moment. Ask again shortly.")
        raise Problem(409, "still_running", detail, headers={"Retry-After": "1"}) from None
    except OtherBody:
        raise other_body() from None
    response = shown(answer)
    if replayed:
        response.headers[REPLAYED] = "true"
    return response


def other_body() -> Problem:
    return Problem(422, "used_key", _("This Idempotency-Key was used for another request. Choose a new one."))


def permitted_write(request: HttpRequest, permission: str, scope: Scope) -> Caller:
    """Who asks, if they may, and if the write carries its key. Raises Problem 403, 400."""
    caller = permitted(request, permission, scope)
    key_of(request, needed=True)
    return caller


def attempted(deed: Callable[[], BaseModel], status: int, lead_id: UUID | None) -> Answer:
    """A refusal is an answer as well; it has written nothing."""
    try:
        with transaction.atomic():
            done = deed()
    except (Problem, Refused) as error:
        problem = problems.of(error)
        return Answer(problem.status, problem.body(), problems.CONTENT_TYPE)
    return Answer(status, done.model_dump_json(), "application/json", lead_id)


def shown(answer: Answer) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type, headers=headers)


def key_of(request: HttpRequest, *, needed: bool) -> str | None:
    given = next((request.headers[name] for name in HEADERS if name in request.headers), None)
    if given is None and not needed:
        return None
    if given is None or not KEY.fullmatch(given):
        detail = _("A write carries the header Idempotency-Key: 1 to 255 visible ASCII characters.")
        raise Problem(400, "no_key", detail)
    return given


def asked_for(request: HttpRequest) -> str:
    """What makes two requests the same write: where it goes, and what it says, however it is spelt."""
    try:
        body: Any = json.loads(request.body, parse_float=str, parse_int=str) if request.body else None
    except (ValueError, RecursionError):
        body = request.body.hex()
    said = json.dumps([request.method, request.path, body], sort_keys=True)
    return sha256(said.encode()).hexdigest()


def hold(caller: Caller, lead_id: UUID) -> None:
    """Lock the lead for the transaction. Raises Problem 404 where it is gone or out of sight."""
    seen = Lead.objects.visible_to(caller.user).filter(pk=lead_id)
    if seen.select_for_update(of=("self",), no_key=True).values_list("pk").first() is None:
        raise problems.not_found()
