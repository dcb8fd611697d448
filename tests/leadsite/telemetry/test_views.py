"""POST /telemetry: small, fast, silent."""

import json

import pytest
from django.test import Client

from leads.suspects import Limit
from leadsite.telemetry import views
from leadsite.telemetry.buffer import Buffer
from leadsite.telemetry.models import AnalyticsEvent

PAGE = "a1b2c3d4e5f6a7b8"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[AnalyticsEvent]:
    kept: list[AnalyticsEvent] = []
    monkeypatch.setattr(Buffer, "add", lambda self, event: kept.append(event))
    monkeypatch.setattr(views, "limit", Limit(per_address=5, in_total=100))
    return kept


def post(client: Client, said: object) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    response = client.post("/telemetry", body, "text/plain")  # as sendBeacon sends it
    assert response.content == b""
    return response.status_code


def test_an_event_is_kept_with_its_page_and_language(client: Client, told: list[AnalyticsEvent]) -> None:
    said = {"name": "basket_priced", "page": PAGE, "language": "hi", "data": {"lines": 1, "total": "450.00"}}
    assert post(client, said) == 204
    (event,) = told
    assert (event.name, event.page_token, event.language) == ("basket_priced", PAGE, "hi")
    assert event.data == {"lines": 1, "total": "450.00"}


def test_several_events_may_come_together(client: Client, told: list[AnalyticsEvent]) -> None:
    assert post(client, [{"name": "form_viewed"}] * 20) == 204
    assert len(told) == 10


@pytest.mark.parametrize(
    "said",
    [
        {"name": "password_typed"},
        {"name": ["form_viewed"]},
        {},
        [],
        ["form_viewed"],
        "form_viewed",
        b"{",
        b"\xff",
    ],
)
def test_what_is_no_event_of_ours_is_forgotten(
    client: Client, told: list[AnalyticsEvent], said: object
) -> None:
    assert post(client, said) == 204
    assert told == []


def test_a_large_body_is_not_even_read(client: Client, told: list[AnalyticsEvent]) -> None:
    assert post(client, b" " * 4097) == 413
    assert told == []


def test_an_address_that_talks_too_much_is_not_heard(client: Client, told: list[AnalyticsEvent]) -> None:
    assert [post(client, {"name": "form_viewed"}) for _ in range(7)] == [204] * 5 + [429] * 2
    assert len(told) == 5


def test_it_rejects_get(client: Client) -> None:
    assert client.get("/telemetry").status_code == 405
