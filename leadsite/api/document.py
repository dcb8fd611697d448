"""The OpenAPI document: what ninja writes, put right where it does not know better."""

from typing import Any

from leadsite.api.problems import CONTENT_TYPE
from leadsite.api.site import api


def document() -> dict[str, Any]:
    """OpenAPI 3.1, made anew: nobody changes another one's."""
    written: dict[str, Any] = dict(api.get_openapi_schema())
    for path in written["paths"].values():
        for operation in path.values():
            put_right(operation)
    return written


def put_right(operation: dict[str, Any]) -> None:
    """Problems have a content type of their own."""
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}
