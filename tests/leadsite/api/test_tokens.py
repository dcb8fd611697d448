"""Tokens are shown once and known by their digest alone."""

import pytest
from django.utils import timezone

from leads.exceptions import Refused
from leadsite.api import tokens
from leadsite.api.models import PersonalToken
from tests.people import in_role

pytestmark = pytest.mark.django_db


def test_the_token_itself_is_stored_nowhere() -> None:
    row, text = tokens.make(user=in_role("Sales"), name="CRM", scopes=["leads:read"])
    stored = " ".join(str(value) for value in PersonalToken.objects.values_list().get())
    assert text not in stored
    assert text[9:] not in stored
    assert row.beginning == text[:9]


def test_two_tokens_are_never_the_same() -> None:
    neha = in_role("Sales")
    made = {tokens.make(user=neha, name="CRM", scopes=["leads:read"])[1] for _ in range(5)}
    assert len(made) == 5


def test_revoking_twice_is_once() -> None:
    neha = in_role("Sales")
    row, _ = tokens.make(user=neha, name="CRM", scopes=["leads:read"])
    first = tokens.revoke(token_id=row.pk, by=neha, now=timezone.now()).revoked_at
    assert tokens.revoke(token_id=row.pk, by=neha, now=timezone.now()).revoked_at == first


def test_nobody_revokes_a_colleagues_token() -> None:
    row, _ = tokens.make(user=in_role("Sales"), name="CRM", scopes=["leads:read"])
    with pytest.raises(Refused, match="gone"):
        tokens.revoke(token_id=row.pk, by=in_role("Manager", "meera", "Meera"), now=timezone.now())


def test_an_admin_revokes_anybodys_token() -> None:
    row, text = tokens.make(user=in_role("Sales"), name="CRM", scopes=["leads:read"])
    tokens.revoke(token_id=row.pk, by=in_role("Admin", "asha", "Asha"), now=timezone.now())
    assert tokens.find(text, now=timezone.now()) is None
