"""Making a token, seeing it once, revoking it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from leadsite.accounts.models import User
from leadsite.api import tokens
from leadsite.api.models import PersonalToken
from tests.people import bob, in_role

pytestmark = pytest.mark.django_db
PAGE = "/admin/api/tokens/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def neha() -> User:
    return in_role("Sales")


def form(**changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "name": "Our CRM",
        "scopes": ["leads:read", "leads:write"],
        "lives": "90",
        **changed,
    }


def shown(response: Any) -> list[str]:
    return re.findall(r"lead_[\w-]{43}", response.content.decode())


def test_a_token_is_made_and_shown_once(neha: User) -> None:
    client = signed_in(neha)
    (text,) = shown(client.post(PAGE, form()))
    found = tokens.find(text, now=timezone.now())
    assert found is not None
    assert (found.user, found.name, found.scopes) == (neha, "Our CRM", ["leads:read", "leads:write"])
    assert shown(client.get(PAGE)) == []


def test_the_page_is_kept_by_nobody(neha: User) -> None:
    assert "no-store" in signed_in(neha).post(PAGE, form()).headers["Cache-Control"]


def test_a_token_ends_when_its_owner_said(neha: User) -> None:
    signed_in(neha).post(PAGE, form())
    until = PersonalToken.objects.get().expires_at
    assert until is not None
    assert timedelta(days=89) < until - timezone.now() < timedelta(days=91)


def test_sent_twice_the_page_makes_one_token(neha: User) -> None:
    client, sent = signed_in(neha), form()
    client.post(PAGE, sent)
    again = client.post(PAGE, sent)
    assert again.status_code == 409
    assert "the token was shown then" in again.content.decode()
    assert PersonalToken.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Say what the token is for, such as our CRM."),
        ({"name": "x" * 101}, "Please keep this to 100 characters."),
        ({"name": "a\0b"}, "There is a character in here that cannot be stored."),
        ({"scopes": []}, "Choose what the token may do."),
        ({"scopes": ["everything"]}, "Select a valid choice."),
        ({"lives": "soon"}, "Select a valid choice."),
        ({"key": ""}, "This page was incomplete."),
    ],
)
def test_a_bad_form_makes_none_and_says_why(neha: User, changed: dict[str, Any], said: str) -> None:
    response = signed_in(neha).post(PAGE, form(**changed))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert PersonalToken.objects.count() == 0


def test_what_was_typed_stays(neha: User) -> None:
    page = signed_in(neha).post(PAGE, form(scopes=[])).content.decode()
    assert 'value="Our CRM"' in page


def test_revoking_takes_effect_at_once(neha: User) -> None:
    row, text = tokens.make(user=neha, name="CRM", scopes=["leads:read"])
    response = signed_in(neha).post(f"{PAGE}{row.pk}/revoke/", follow=True)
    assert "CRM opens nothing any more." in response.content.decode()
    assert tokens.find(text, now=timezone.now()) is None


def test_a_link_revokes_nothing(neha: User) -> None:
    row, _ = tokens.make(user=neha, name="CRM", scopes=["leads:read"])
    assert signed_in(neha).get(f"{PAGE}{row.pk}/revoke/").status_code == 405
    assert PersonalToken.objects.get().revoked_at is None


@pytest.mark.parametrize("role", ["Sales", "Manager"])
def test_a_colleagues_token_is_not_there(neha: User, role: str) -> None:
    row, _ = tokens.make(user=neha, name="CRM", scopes=["leads:read"])
    client = signed_in(in_role(role, "other", "Other"))
    assert row.beginning not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{row.pk}/revoke/").status_code == 404


def test_an_admin_sees_and_revokes_everybodys(neha: User) -> None:
    row, _ = tokens.make(user=neha, name="CRM", scopes=["leads:read"])
    client = signed_in(in_role("Admin", "asha", "Asha Rao"))
    assert row.beginning in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{row.pk}/revoke/").status_code == 302


def test_a_token_that_is_not_there_is_not_found(neha: User) -> None:
    assert signed_in(neha).post(f"{PAGE}{uuid4()}/revoke/").status_code == 404


def test_without_permission_there_is_no_page() -> None:
    assert signed_in(bob()).get(PAGE).status_code == 403


def test_nobody_is_asked_to_sign_in() -> None:
    assert Client().get(PAGE).status_code == 302
    assert Client().post(PAGE, form()).status_code == 302


def test_the_page_costs_the_same_for_one_token_and_for_thirty(
    neha: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(neha)
    client.get(PAGE)
    for many in (1, 29):
        for _ in range(many):
            tokens.make(user=neha, name="CRM", scopes=["leads:read"])
        with django_assert_num_queries(5):
            client.get(PAGE)
