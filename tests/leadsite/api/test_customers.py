"""Quotes and events of programs: by the form's own door. No test here may ask the database."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leads import tokens
from leads.suspects import Limit
from leadsite.api import customers, quote_keys
from leadsite.bulkhead import Unavailable
from leadsite.telemetry import views as telemetry_views
from leadsite.telemetry.models import AnalyticsEvent
from leadsite.wsgi import LANES
from tests.leads.conftest import Desk

BODY = {"name": "Priya Sharma", "phone": "98201 23456", "lines": [{"product": "wall-panel", "quantity": 20}]}


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the database away nobody knows which keys were used."""

    class Full:
        def run(self, work: object) -> None:
            raise Unavailable

    monkeypatch.setattr(quote_keys, "LANE", Full())


def send(shop: Client, body: object = BODY, content_type: str = "application/json", **headers: str) -> Any:
    sent = body if isinstance(body, str) else json.dumps(body)
    return shop.post("/api/v1/quotes", sent, content_type=content_type, headers=headers)


def test_a_quote_is_taken_and_priced_here(shop: Client, desk: Desk) -> None:
    response = send(shop)
    assert response.status_code == 201
    assert response.json()["folio"] == desk.record.folio
    assert response.json()["total"] == "9000.00"
    assert response.json()["whatsapp_url"].startswith("https://wa.me/919820099999?text=")


def test_it_says_that_it_came_by_the_api(shop: Client, desk: Desk) -> None:
    send(shop)
    assert (desk.record.lead.source, desk.record.lead.phone, desk.record.suspect) == (
        "api",
        "+919820123456",
        None,
    )


def test_where_it_came_from_may_be_said(shop: Client, desk: Desk) -> None:
    send(shop, {**BODY, "source": "referral", "utm_campaign": "diwali"})
    assert (desk.record.lead.source, desk.record.utm) == ("referral", {"utm_campaign": "diwali"})


def test_with_the_database_away_it_is_taken_all_the_same(shop: Client, desk: Desk) -> None:
    desk.warning = "db_down"
    response = send(shop)
    assert (response.status_code, response.json()["warning"]) == (201, "db_down")


def test_sent_twice_it_is_one_quote(shop: Client, desk: Desk, no_keys: None) -> None:
    answers = [send(shop, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert desk.records[0].id == desk.records[1].id


def test_the_same_words_under_another_key_are_another_quote(shop: Client, desk: Desk, no_keys: None) -> None:
    for key in ("k1", "k2"):
        send(shop, **{"X-Idempotency-Key": key})
    assert len({record.id for record in desk.records}) == 2


def test_without_a_key_the_same_words_are_one_quote_all_day(shop: Client, desk: Desk) -> None:
    for _ in range(2):
        send(shop)
    assert desk.records[0].id == desk.records[1].id


def test_a_key_does_not_make_a_form_of_ours_another_one() -> None:
    now = timezone.now()
    token = tokens.issue(now - timedelta(minutes=1), None)
    known = [
        tokens.Form.of({"token": token, "idempotency_key": key}, now).identify(b"x") for key in ("", "k1")
    ]
    assert known[0] == known[1]


def test_another_sites_page_is_kept_and_flagged(shop: Client, desk: Desk) -> None:
    assert send(shop, Origin="https://elsewhere.example").status_code == 201
    assert desk.record.suspect == "cross_site"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"name": ""}, "body.name", "Tell us your name."),
        ({"phone": ""}, "body.phone", "Leave us a phone number or an e-mail address, so that we can answer."),
        ({"lines": []}, "body.lines", "Choose at least one product."),
        ({"lines": [{"product": "gone", "quantity": "1"}]}, "body.lines.0.product", "We do not have this product any more. Please choose another one."),
        ({"lines": [{"product": "wall-panel", "quantity": "-1"}]}, "body.lines.0.quantity", "The quantity must be more than zero."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    shop: Client, desk: Desk, changed: dict[str, Any], field: str, message: str
) -> None:
    response = send(shop, {**BODY, **changed})
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {"field": field, "message": message} in response.json()["errors"]
    assert desk.records == []


def test_it_answers_in_the_language_asked_for(shop: Client) -> None:
    response = send(shop, {**BODY, "name": ""}, **{"Accept-Language": "es"})
    assert response.json()["errors"] == [{"field": "body.name", "message": "Dinos tu nombre."}]


@pytest.mark.parametrize("body", ["{", "[]", '{"name": {}}', '{"lines": 1}', "\x00"])
def test_what_is_no_quote_at_all_is_told_so(shop: Client, body: str) -> None:
    response = send(shop, body)
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


def test_anything_but_json_is_told_so(shop: Client) -> None:
    assert send(shop, content_type="text/plain").status_code == 415


def test_a_key_that_cannot_be_kept_is_refused(shop: Client) -> None:
    assert send(shop, **{"Idempotency-Key": "a b"}).json()["code"] == "no_key"


def test_quotes_and_events_never_wait_behind_the_database() -> None:
    assert dict(LANES)["/api/v1/quotes"] is None
    assert dict(LANES)["/api/v1/telemetry"] is None


def tell(shop: Client, body: object) -> Any:
    return shop.post("/api/v1/telemetry", json.dumps(body), content_type="application/json")


def test_an_event_is_kept(shop: Client, told: list[AnalyticsEvent]) -> None:
    event = {
        "name": "form_viewed",
        "page": "abcdefgh",
        "language": "es",
        "data": {"milliseconds": 5, "who": "me"},
    }
    assert tell(shop, event).status_code == 204
    (kept,) = told
    assert (kept.name, kept.page_token, kept.language, kept.data) == (
        "form_viewed",
        "abcdefgh",
        "es",
        {"milliseconds": 5},
    )


def test_an_unknown_event_is_left_out(shop: Client, told: list[AnalyticsEvent]) -> None:
    assert tell(shop, {"name": "anything"}).status_code == 204
    assert told == []


def test_too_many_events_wait(
    shop: Client, told: list[AnalyticsEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customers, "telemetry_limit", Limit(per_address=1, in_total=10))
    assert [tell(shop, {"name": "form_viewed"}).status_code for _ in range(2)] == [204, 429]
    assert telemetry_views.limit is not customers.telemetry_limit
