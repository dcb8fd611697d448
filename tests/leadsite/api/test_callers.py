"""Who may ask: a usable token, or a colleague who is signed in; and for what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from leadsite.api import callers, tokens
from leadsite.api.models import PersonalToken
from leadsite.api.scopes import Scope
from tests.leads.facts import lead
from tests.leadsite.api.asking import Asking
from tests.people import bob, charlie, in_role

pytestmark = pytest.mark.django_db


def problem(response: object) -> tuple[int, str, str]:
    return (
        response.status_code,  # type: ignore[attr-defined]
        response.json()["code"],  # type: ignore[attr-defined]
        response.headers["Content-Type"],  # type: ignore[attr-defined]
    )


PROBLEM = "application/problem+json"


def test_a_token_opens_what_its_owner_may() -> None:
    assert Asking(in_role("Sales")).get("v1/leads").status_code == 200


def test_nobody_is_told_to_sign_in() -> None:
    response = Client().get("/api/v1/leads")
    assert problem(response) == (401, "not_signed_in", PROBLEM)
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_write_of_nobody_is_told_the_same() -> None:
    response = Client().post("/api/v1/leads/status", "{}", content_type="application/json")
    assert problem(response) == (401, "not_signed_in", PROBLEM)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer lead_wrong",
        "Bearer",
        "Bearer \udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
        "Basic eDp5",
        "",
    ],
)
def test_a_wrong_token_opens_nothing(header: str) -> None:
    assert Client(headers={"Authorization": header}).get("/api/v1/leads").status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_session() -> None:
    client = Client(headers={"Authorization": "Bearer lead_wrong"})
    client.force_login(in_role("Sales"))
    assert client.get("/api/v1/leads").status_code == 401


def test_a_revoked_token_opens_nothing() -> None:
    neha = in_role("Sales")
    asking = Asking(neha)
    tokens.revoke(token_id=asking.row.pk, by=neha, now=timezone.now())
    assert asking.get("v1/leads").status_code == 401


def test_an_expired_token_opens_nothing() -> None:
    asking = Asking(in_role("Sales"))
    PersonalToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert asking.get("v1/leads").status_code == 401


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_the_token_of_who_left_opens_nothing(change: dict[str, bool]) -> None:
    neha = in_role("Sales")
    asking = Asking(neha)
    type(neha).objects.filter(pk=neha.pk).update(**change)
    assert asking.get("v1/leads").status_code == 401


def test_a_token_without_the_scope_is_refused() -> None:
    asking = Asking(in_role("Sales"), [Scope.READ])
    response = asking.post(f"v1/leads/{lead().pk}/notes", {"text": "Hello"})
    assert problem(response) == (403, "no_scope", PROBLEM)
    assert response.json()["detail"] == "This token may not do this: it lacks the scope leads:write."


def test_a_scope_gives_nobody_more_than_their_role() -> None:
    response = Asking(bob("leads.view_lead")).post(f"v1/leads/{lead().pk}/notes", {"text": "Hello"})
    assert problem(response) == (403, "not_allowed", PROBLEM)


def test_a_colleague_who_is_signed_in_reads() -> None:
    client = Client()
    client.force_login(in_role("Sales"))
    assert client.get("/api/v1/leads").status_code == 200


def test_a_session_of_no_colleague_opens_nothing() -> None:
    client = Client()
    client.force_login(charlie())
    assert client.get("/api/v1/leads").status_code == 401


def test_a_session_writes_with_its_csrf_token_only() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(in_role("Sales"))
    row = lead()
    sent = {
        "path": f"/api/v1/leads/{row.pk}/notes",
        "data": {"text": "Hello"},
        "content_type": "application/json",
    }
    assert problem(client.post(**sent, headers={"Idempotency-Key": "1"})) == (403, "not_allowed", PROBLEM)
    client.get("/admin/password_change/")
    token = client.cookies["csrftoken"].value
    told = client.post(**sent, headers={"Idempotency-Key": "1", "X-CSRFToken": token})
    assert told.status_code == 201


def test_too_many_requests_of_one_token_wait(settings: Settings) -> None:
    settings.API_PER_MINUTE = 2
    asking = Asking(in_role("Sales"))
    answers = [asking.get("v1/leads") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert Asking(in_role("Sales", "rajesh")).get("v1/leads").status_code == 200


def test_who_guesses_tokens_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "WRONG_TOKENS", 2)
    client = Client(headers={"Authorization": "Bearer lead_wrong"})
    assert [client.get("/api/v1/leads").status_code for _ in range(3)] == [401, 401, 429]


def test_using_a_token_is_written_down_once_a_minute() -> None:
    asking = Asking(in_role("Sales"))
    asking.get("v1/leads")
    first = PersonalToken.objects.get().used_at
    asking.get("v1/leads")
    assert first is not None
    assert PersonalToken.objects.get().used_at == first
