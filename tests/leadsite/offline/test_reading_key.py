"""The server's half of the key to what browsers keep: it comes and goes with the session."""

import hashlib

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from leadsite.accounts.models import User
from leadsite.offline.reading_key import COOKIE, WHOSE
from tests.people import alice, charlie

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: User) -> str:
    """The cast's passwords are the first letters of their names."""
    client.post("/admin/login/", {"username": user.username, "password": user.username[0]})
    return held(client)


def held(client: Client) -> str:
    found = client.cookies.get(COOKIE)
    return found.value if found else ""


def test_who_signs_in_gets_it_for_as_long_as_the_session(client: Client) -> None:
    half = sign_in(client, alice())
    cookie, session = client.cookies[COOKIE], client.cookies["sessionid"]
    assert len(half) == 64
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (
        "/admin/",
        "Lax",
        session["max-age"],
    )
    assert not cookie["httponly"]


def test_it_is_sent_by_https_alone_where_the_session_is(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client.post("/admin/login/", {"username": alice().username, "password": "a"}, secure=True)
    assert client.cookies[COOKIE]["secure"]


def test_it_is_not_sent_again_with_every_page(client: Client) -> None:
    sign_in(client, alice())
    assert COOKIE not in client.get("/admin/").cookies


def test_a_session_from_before_gets_it_with_its_next_page_for_a_day(client: Client) -> None:
    client.force_login(alice())
    client.get("/admin/")
    assert (len(held(client)), client.cookies[COOKIE]["max-age"]) == (64, 24 * 3600)


def test_pages_say_whose_they_are_without_telling_the_key(client: Client) -> None:
    half = sign_in(client, alice())
    told = client.get("/admin/").headers[WHOSE]
    assert told == hashlib.sha256(half.encode()).hexdigest()[:32]
    assert WHOSE not in Client().get("/admin/login/").headers


def test_every_session_has_its_own(client: Client) -> None:
    user = alice()
    assert sign_in(client, user) != sign_in(Client(), user)


def test_whoever_signs_in_after_somebody_gets_another(client: Client) -> None:
    first = sign_in(client, alice())
    other = User.objects.create_user("rajesh", password="r", name="Rajesh", is_staff=True)
    second = sign_in(client, other)
    assert {len(first), len(second)} == {64}
    assert first != second


def test_signing_out_takes_it_back(client: Client) -> None:
    sign_in(client, alice())
    client.post("/admin/logout/")
    assert held(client) == ""


def test_the_first_answer_after_the_session_ended_takes_it_back(client: Client) -> None:
    sign_in(client, alice())
    Session.objects.all().delete()
    assert client.get("/admin/").status_code == 302
    assert held(client) == ""


@pytest.mark.parametrize("no_more", ["is_active", "is_staff"])
def test_who_is_no_colleague_any_more_loses_it(client: Client, no_more: str) -> None:
    sign_in(client, alice())
    User.objects.update(**{no_more: False})
    client.get("/admin/")
    assert held(client) == ""


def test_an_account_without_business_here_gets_none(client: Client) -> None:
    client.force_login(charlie())
    client.get("/admin/")
    assert held(client) == ""


def test_customers_never_get_it(client: Client) -> None:
    client.force_login(alice())
    client.get("/healthz")
    assert held(client) == ""


def test_where_nothing_is_kept_there_is_none(client: Client, settings: Settings) -> None:
    sign_in(client, alice())
    settings.STAFF_OFFLINE = False
    client.get("/admin/")
    assert held(client) == ""
