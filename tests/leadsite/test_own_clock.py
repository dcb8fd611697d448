"""Staff read by their own clock and in their own language; customers' pages are left alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone, translation

from leadsite.accounts.models import User
from leadsite.own_clock import own_clock
from tests.people import bob


def asked(path: str, user: Any) -> tuple[str, str]:
    """The time zone and the language in which a page would be made."""
    heard: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        heard.extend((timezone.get_current_timezone_name(), translation.get_language() or ""))
        return HttpResponse()

    request = HttpRequest()
    request.path_info = path
    if user:
        request.user = user
    own_clock(page)(request)
    return heard[0], heard[1]


@pytest.mark.parametrize(
    ("time_zone", "language", "expected"),
    [
        ("", "", ("Asia/Kolkata", "en")),
        ("Europe/Madrid", "", ("Europe/Madrid", "en")),
        ("", "es", ("Asia/Kolkata", "es")),
        ("America/New_York", "hi", ("America/New_York", "hi")),
        ("Mumbai", "fr", ("Asia/Kolkata", "en")),
        ("../etc/passwd", "xx", ("Asia/Kolkata", "en")),
    ],
)
def test_a_colleagues_choice_counts_where_it_can_be_understood(
    time_zone: str, language: str, expected: tuple[str, str]
) -> None:
    assert asked("/admin/", User(time_zone=time_zone, language=language)) == expected


def test_the_choice_ends_with_the_page() -> None:
    asked("/admin/", User(time_zone="Europe/Madrid", language="es"))
    assert (timezone.get_current_timezone_name(), translation.get_language()) == ("Asia/Kolkata", "en")


@pytest.mark.parametrize("path", ["/", "/price", "/q/abc/", "/health", "/administer"])
def test_a_customers_page_is_not_asked_who_reads_it(path: str) -> None:
    assert asked(path, None) == ("Asia/Kolkata", "en")


@pytest.mark.django_db
def test_a_page_is_in_the_colleagues_language(client: Client) -> None:
    User.objects.filter(pk=bob().pk).update(language="es")
    client.force_login(User.objects.get())
    response = client.get("/admin/password_change/")
    assert response["Content-Language"] == "es"
    assert 'lang="es"' in response.content.decode()


@pytest.mark.django_db
def test_a_page_is_in_the_browsers_language_where_none_was_chosen(client: Client) -> None:
    client.force_login(bob())
    response = client.get("/admin/password_change/", headers={"accept-language": "hi"})
    assert response["Content-Language"] == "hi"


@pytest.fixture
def signed_in(client: Client, transactional_db: None) -> Iterator[Client]:
    client.force_login(bob())

    def refuse(execute: object, sql: str, *arguments: object) -> object:
        raise AssertionError(f"the customer's page asked the database: {sql}")

    with connection.execute_wrapper(refuse):
        yield client


def test_a_colleague_who_looks_at_the_form_is_a_customer_there(signed_in: Client) -> None:
    assert signed_in.get("/").status_code == 200
