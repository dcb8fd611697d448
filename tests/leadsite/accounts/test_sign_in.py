"""Guessing passwords is slowed down, and nobody else is."""

import logging
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.people import alice, bob, in_role

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/?next=/admin/"
OFFICE, CAFE = "203.0.113.7", "198.51.100.9"


def sign_in(name: str, password: str, address: str = OFFICE, agent: str = "Firefox") -> HttpResponse:
    form = {"username": name, "password": password, "next": "/admin/"}
    response: HttpResponse = Client().post(
        LOGIN, form, REMOTE_ADDR=address, headers={"user-agent": agent}, secure=True
    )
    return response


def guess(name: str, times: int, address: str = OFFICE) -> list[int]:
    return [sign_in(name, f"wrong {number}", address).status_code for number in range(times)]


def test_the_right_password_opens_the_door() -> None:
    bob()
    response = sign_in("bob", "b")
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_whoever_was_to_be_led_elsewhere_is_led_to_the_first_page() -> None:
    bob()
    form = {"username": "bob", "password": "b", "next": "https://evil.example/"}
    response = Client().post("/admin/login/", form, REMOTE_ADDR=OFFICE, secure=True)
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_five_wrong_passwords_close_the_door_for_that_name_from_there() -> None:
    bob()
    assert guess("bob", 6) == [200, 200, 200, 200, 429, 429]
    assert sign_in("bob", "b").status_code == 429


def test_the_page_says_why_and_for_how_long() -> None:
    bob()
    guess("bob", 5)
    response = sign_in("bob", "b")
    page = response.content.decode()
    assert "Too many wrong passwords for this name from here." in page
    assert "Wait 15 minutes" in page
    assert (response["Retry-After"], response["Cache-Control"]) == ("900", "no-store")
    assert 'name="password"' in page


def test_a_colleague_at_the_same_address_comes_in() -> None:
    bob()
    alice()
    guess("bob", 5)
    assert sign_in("alice", "a").status_code == 302


def test_the_same_colleague_comes_in_from_another_address() -> None:
    bob()
    guess("bob", 5)
    assert sign_in("bob", "b", CAFE).status_code == 302


def test_whoever_guesses_from_afar_locks_nobody_out_of_the_office() -> None:
    bob()
    guess("bob", 9, CAFE)
    assert sign_in("bob", "b", OFFICE).status_code == 302


def test_another_browser_does_not_start_anew() -> None:
    bob()
    for number in range(5):
        sign_in("bob", "wrong", agent=f"Browser {number}")
    assert sign_in("bob", "b", agent="Yet another").status_code == 429


def test_a_success_forgets_what_was_wrong_before() -> None:
    bob()
    guess("bob", 4)
    sign_in("bob", "b")
    assert guess("bob", 4) == [200] * 4


def test_after_a_quarter_of_an_hour_the_door_opens() -> None:
    bob()
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        guess("bob", 5)
    with time_machine.travel(now + timedelta(minutes=14), tick=False):
        assert sign_in("bob", "b").status_code == 429  # and waiting does not begin anew
    with time_machine.travel(now + timedelta(minutes=15, seconds=1), tick=False):
        assert sign_in("bob", "b").status_code == 302


def test_names_that_nobody_has_are_locked_alike() -> None:
    """Otherwise the page would tell which names exist."""
    assert guess("nobody", 5) == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("name", ["", "x" * 400, "नेहा", "<script>", "a\x00b"])
def test_whatever_is_typed_gets_a_page(name: str) -> None:
    assert {*guess(name, 6)} <= {200, 429}


def test_no_log_names_who_tried_or_from_where(caplog: pytest.LogCaptureFixture) -> None:
    in_role("Sales", "kanari", "Kanari Bird")
    with caplog.at_level(logging.DEBUG):
        guess("kanari", 6)
        sign_in("kanari", "n", CAFE)
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "sign_in_locked" in told
    assert [word for word in ("kanari", "Kanari", OFFICE, CAFE, "wrong 1") if word in told] == []


def test_no_password_is_kept() -> None:
    guess("bob", 2)
    kept = AccessAttempt.objects.values().get()
    assert "wrong" not in str(kept)


def test_an_administrator_unlocks() -> None:
    bob()
    guess("bob", 5)
    client = Client()
    client.force_login(in_role("Admin", "asha", "Asha Rao"))
    attempt = AccessAttempt.objects.get()
    assert "bob" in client.get("/admin/axes/accessattempt/?username=bob").content.decode()
    client.post(f"/admin/axes/accessattempt/{attempt.pk}/delete/", {"post": "yes"})
    assert sign_in("bob", "b").status_code == 302


def test_the_list_says_until_when_a_name_is_locked(client: Client) -> None:
    client.force_login(alice())
    guess("bob", 4)
    assert "until" not in locked(client)
    guess("bob", 1)
    assert "until" in locked(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert "until" not in locked(client)


def locked(client: Client) -> str:
    page = client.get("/admin/axes/accessattempt/").content.decode()
    return page.partition('class="field-locked')[2].partition("</td>")[0]


@pytest.mark.parametrize("role", ["Sales", "Manager"])
def test_others_neither_see_nor_unlock(role: str) -> None:
    guess("bob", 5)
    client = Client()
    client.force_login(in_role(role))
    attempt = AccessAttempt.objects.get()
    for url in ("", f"{attempt.pk}/change/", f"{attempt.pk}/delete/"):
        assert client.get(f"/admin/axes/accessattempt/{url}").status_code == 403


def test_attempts_are_not_edited(client: Client) -> None:
    guess("bob", 5)
    client.force_login(alice())
    attempt = AccessAttempt.objects.get()
    assert client.get("/admin/axes/accessattempt/add/").status_code == 403
    assert client.post(f"/admin/axes/accessattempt/{attempt.pk}/change/", {}).status_code == 403


def test_signed_in_pages_ask_nothing_about_attempts(
    client: Client, django_assert_num_queries: object
) -> None:
    client.force_login(alice())
    # The session, and the user.
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/admin/password_change/")
