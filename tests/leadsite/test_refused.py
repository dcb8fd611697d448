"""What staff read when the back office says no."""

import pytest
from django.test import Client

from tests.people import alice, bob

pytestmark = pytest.mark.django_db


def signed_in(user: object, **options: object) -> Client:
    client = Client(**options)  # type: ignore[arg-type]  # Client's own
    client.force_login(user)  # type: ignore[arg-type]  # one of the cast
    return client


def test_an_address_without_a_page_is_told_in_the_frame_of_the_back_office() -> None:
    response = signed_in(alice()).get("/admin/nothing/here/")
    assert (response.status_code, response.context["title"]) == (404, "Page not found")
    assert b'class="places"' in response.content


def test_a_page_of_another_role_is_refused_with_a_way_on() -> None:
    response = signed_in(bob()).get("/admin/accounts/user/")
    assert (response.status_code, response.context["title"]) == (403, "Not yours to do")
    assert b'href="/admin/"' in response.content


def test_a_form_that_stood_open_too_long_says_what_to_do() -> None:
    response = signed_in(alice(), enforce_csrf_checks=True).post("/admin/password_change/", {})
    assert (response.status_code, response.context["title"]) == (403, "This page was out of date")


def test_a_form_that_may_wait_is_kept_by_its_device_where_its_page_is_of_an_earlier_session() -> None:
    client = signed_in(alice(), enforce_csrf_checks=True)
    response = client.post("/admin/leads/lead/", {"queue": "{}", "text": "Prefers mornings"})
    assert (response.status_code, response.context["title"]) == (401, "This page was out of date")


def test_customers_get_no_page_of_the_back_office() -> None:
    response = Client().get("/nothing/here/")
    assert response.status_code == 404
    assert b"places" not in response.content
