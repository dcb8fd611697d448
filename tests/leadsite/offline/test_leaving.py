"""Signing out without network: the cookie that is left on the device ends its session with the next request."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from leadsite.offline.leaving import COOKIE
from leadsite.offline.reading_key import mark
from tests.leadsite.offline.test_reading_key import sign_in
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db


def left(client: Client, half: str) -> None:
    """As the worker leaves it."""
    client.cookies[COOKIE] = mark(half)


@pytest.mark.parametrize("path", ["/admin/", "/admin/leads/lead/", "/admin/offline/session/"])
def test_no_page_is_shown_before_the_session_is_over(client: Client, path: str) -> None:
    left(client, sign_in(client, alice()))
    assert client.get(path).status_code in (302, 401)
    assert not Session.objects.exists()


def test_it_is_taken_back_once_it_was_heard(client: Client) -> None:
    left(client, sign_in(client, alice()))
    client.get("/admin/")
    assert client.cookies[COOKIE].value == ""


def test_no_form_is_taken_either(client: Client) -> None:
    left(client, sign_in(client, alice()))
    assert client.post("/admin/password_change/", {}).headers["Location"].startswith("/admin/login/")


def test_whoever_signs_in_with_the_first_request_is_signed_in(client: Client) -> None:
    left(client, sign_in(client, alice()))
    neha = in_role("Sales")
    sign_in(client, neha)
    assert client.get("/admin/").context["user"] == neha
    assert Session.objects.count() == 1


@pytest.mark.parametrize("said", ["", "x", mark("of another session"), "é"])
def test_of_another_session_it_ends_nothing(client: Client, said: str) -> None:
    sign_in(client, alice())
    client.cookies[COOKIE] = said
    assert client.get("/admin/").status_code == 200
    assert client.cookies[COOKIE].value == ""
