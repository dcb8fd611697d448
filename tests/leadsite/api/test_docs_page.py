"""The API's page and its document say the same, and say all of it."""

import re
from typing import Any

import pytest
from django.test import Client

from leadsite.api.docs_page import groups
from leadsite.api.document import document
from leadsite.api.scopes import Scope
from tests.leadsite.api.asking import Asking
from tests.people import in_role

METHODS = [
    (method, path, operation)
    for path, ways in document()["paths"].items()
    for method, operation in ways.items()
]
PUBLIC = {"/api/v1/quotes", "/api/v1/telemetry"}


def test_the_document_is_of_openapi_3_1() -> None:
    assert document()["openapi"] == "3.1.0"


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in METHODS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(("method", "path", "operation"), METHODS)
def test_every_operation_but_a_customers_asks_who_it_is(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert ("security" in operation) == (path not in PUBLIC)
    assert (operation.get("x-scope") in Scope.values) == (path not in PUBLIC)


@pytest.mark.parametrize(("method", "path", "operation"), METHODS)
def test_every_write_carries_a_key(method: str, path: str, operation: dict[str, Any]) -> None:
    keys = [one["required"] for one in operation["parameters"] if one["name"] == "Idempotency-Key"]
    aliases = not path.startswith("/api/v1/") or path in PUBLIC
    wanted = [not aliases] if method == "post" and path != "/api/v1/telemetry" else []
    assert keys == wanted


@pytest.mark.django_db
def test_the_page_shows_every_operation() -> None:
    client = Client()
    client.force_login(in_role("Sales"))
    page = client.get("/admin/api/").content.decode()
    assert all(path in page for _, path, _ in METHODS)
    assert sum(len(operations) for operations in groups().values()) == len(METHODS)


@pytest.mark.django_db
def test_the_page_has_no_script_of_its_own_and_asks_no_stranger() -> None:
    client = Client()
    client.force_login(in_role("Sales"))
    response = client.get("/admin/api/")
    sources = re.findall(r"""<(?:script|link)[^>]*(?:src|href)="([^"]*)""", response.content.decode())
    assert [source for source in sources if not re.match(r"/(static/|admin/app)", source)] == []
    assert "<script>" not in response.content.decode()
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_page_names_what_is_sent_and_what_comes_back() -> None:
    client = Client()
    client.force_login(in_role("Sales"))
    page = client.get("/admin/api/").content.decode()
    assert "<code>unchanged_since</code>" in page
    assert "<code>results[].result</code>" in page
    assert "<code>updated_at</code> as the caller read it" in page


@pytest.mark.django_db
def test_programs_read_the_document_with_their_token() -> None:
    assert Asking(in_role("Sales")).get("v1/openapi.json").json()["info"]["title"] == "Leadsite"
    assert Client().get("/api/v1/openapi.json").status_code == 401
