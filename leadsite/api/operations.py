"""What every operation of the API says of itself: which answers it gives, and what it asks for."""

from typing import Any

from ninja import Schema

from leadsite.api.problems import ProblemShown
from leadsite.api.scopes import Scope

READING, WRITING = (401, 403, 422, 429, 503), (400, 401, 403, 409, 413, 422, 429, 503)
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "Chosen by the sender. The same key and body get the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
REPLAY = {
    "Idempotent-Replay": {
        "description": "true where this is the first answer to the same write, given again",
        "required": False,
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def reads(answer: type[Schema], scope: Scope, *, of_one: bool = False) -> dict[str, Any]:
    """Options of an operation that reads; `of_one`: the address names a row, which may not be there."""
    return {
        "response": {200: answer, **problems(*READING, *([404] if of_one else []))},
        "openapi_extra": {"x-scope": scope.value},
    }


def writes(
    answer: type[Schema], scope: Scope, *, status: int = 200, of_one: bool = True, key_needed: bool = True
) -> dict[str, Any]:
    """Options of an operation that writes, once under its key."""
    return {
        "response": {status: answer, **problems(*WRITING, *([404] if of_one else []))},
        "openapi_extra": {
            "x-scope": scope.value,
            "parameters": [{**KEY, "required": key_needed}],
            "responses": {status: {"headers": REPLAY}},
        },
    }


def problems(*statuses: int) -> dict[int, type[Schema]]:
    return dict.fromkeys(sorted(statuses), ProblemShown)
