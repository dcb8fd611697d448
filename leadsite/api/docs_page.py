"""The API's own page, for signed-in staff: what the OpenAPI document says, without a script or a stranger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leadsite.api.document import document
from leadsite.api.scopes import Scope

DEEPEST = 4
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A line of a table: where it is, what it may be, what it is for."""

    name: str
    kind: str
    required: bool
    about: str
    place: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    phrase: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Shown:
    method: str
    path: str
    name: str
    summary: str
    about: str
    scope: str
    sent: tuple[Field, ...]
    answers: tuple[Answer, ...]
    refusals: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("API"),
        "groups": groups(),
        "scopes": Scope.choices,
        "base": request.build_absolute_uri("/api/v1"),
    }
    return render(request, "admin/api/docs.html", context)


@cache
def groups() -> dict[str, list[Shown]]:
    """The operations by their tags, in the order of the document."""
    written = document()
    reader = Reader(written["components"]["schemas"])
    found: dict[str, list[Shown]] = {}
    for path, methods in written["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(reader.operation(method, path, operation))
    return found


def marked(text: str) -> SafeString:
    """With what stands in backquotes as code."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in parts)
    )


class Reader:
    """Turns the document's schemas into lines."""

    def __init__(self, schemas: Json) -> None:
        self.schemas = schemas

    def operation(self, method: str, path: str, told: Json) -> Shown:
        good = {int(status): answer for status, answer in told["responses"].items() if int(status) < 400}
        bad = sorted(int(status) for status in told["responses"] if int(status) >= 400)
        return Shown(
            method=method.upper(),
            path=path,
            name=told["operationId"],
            summary=told["summary"],
            about=marked(told.get("description", "")),
            scope=told.get("x-scope", ""),
            sent=tuple(self.sent(told)),
            answers=tuple(self.answer(status, answer) for status, answer in good.items()),
            refusals=", ".join(f"{status} {HTTPStatus(status).phrase}" for status in bad),
        )

    def sent(self, told: Json) -> Iterator[Field]:
        for one in told.get("parameters", ()):
            schema = one["schema"]
            about = one.get("description") or schema.get("description", "")
            yield Field(one["name"], self.kind(schema), bool(one.get("required")), marked(about), one["in"])
        if body := told.get("requestBody"):
            yield from self.fields(body["content"]["application/json"]["schema"], "body")

    def answer(self, status: int, told: Json) -> Answer:
        content = told.get("content", {}).get("application/json", {})
        fields = tuple(self.fields(content["schema"], "")) if content else ()
        return Answer(status, HTTPStatus(status).phrase, fields)

    def fields(self, schema: Json, place: str, prefix: str = "", depth: int = 0) -> Iterator[Field]:
        """The fields of an object, those of objects in it below their own names."""
        schema = self.resolved(schema)
        needed = schema.get("required", ())
        for name, one in schema.get("properties", {}).items():
            full = f"{prefix}{name}"
            yield Field(full, self.kind(one), name in needed, marked(one.get("description", "")), place)
            inner = self.resolved(one)
            below = self.resolved(inner["items"]) if inner.get("type") == "array" else inner
            if depth < DEEPEST and "properties" in below:
                mark = "[]." if inner.get("type") == "array" else "."
                yield from self.fields(below, place, full + mark, depth + 1)

    def resolved(self, schema: Json) -> Json:
        """What a reference leads to; of alternatives with null the other one."""
        if "$ref" in schema:
            found: Json = self.schemas[schema["$ref"].rpartition("/")[2]]
            return found
        others = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
        return self.resolved(others[0]) if len(others) == 1 else schema

    def kind(self, schema: Json) -> str:
        others = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
        if len(others) > 1:
            return " | ".join(self.kind(one) for one in others)
        known = self.resolved(schema)
        if "enum" in known:
            return " | ".join(map(str, known["enum"]))
        if known.get("type") == "array":
            return f"list of {self.kind(known.get('items', {}))}"
        return str(known.get("format") or known.get("type") or "anything")
