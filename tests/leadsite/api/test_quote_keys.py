"""The same key and body are one quote for a day; another body is refused, while the database can say so."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from leads.quoting import price_book
from leadsite.api import quote_keys
from leadsite.bulkhead import Lane
from leadsite.once.models import IdempotencyKey
from tests.leads.conftest import Desk
from tests.leads.customers import DEARER, PRICES

BODY = {"name": "Priya Sharma", "phone": "98201 23456", "lines": [{"product": "wall-panel", "quantity": 20}]}
OTHER = {**BODY, "lines": [{"product": "wall-panel", "quantity": 21}]}


class Here:
    """The lane, in the test's own thread and transaction."""

    def run(self, work: Callable[[], Any]) -> Any:
        return work()


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(quote_keys, "LANE", Here())


def send(shop: Client, body: object = BODY, key: str = "k1", **environ: Any) -> Any:
    headers = {"Idempotency-Key": key}
    sent = json.dumps(body)
    return shop.post("/api/v1/quotes", sent, content_type="application/json", headers=headers, **environ)


def test_the_same_again_is_the_first_quote_and_says_so(keys: None, shop: Client, desk: Desk) -> None:
    first, second = send(shop), send(shop)
    assert first.content == second.content
    assert ("Idempotent-Replay" in first.headers, second.headers["Idempotent-Replay"]) == (False, "true")
    assert desk.records[0] == desk.records[1]


def test_another_body_is_refused(keys: None, shop: Client, desk: Desk) -> None:
    send(shop)
    response = send(shop, OTHER)
    assert (response.status_code, response.json()["code"]) == (422, "used_key")
    assert len(desk.records) == 1


def test_what_was_wrong_may_be_mended_under_the_same_key(keys: None, shop: Client, desk: Desk) -> None:
    assert send(shop, {**BODY, "name": ""}).status_code == 422
    assert (send(shop).status_code, len(desk.records)) == (201, 1)


def test_nobody_meets_the_keys_of_another_address(keys: None, shop: Client, desk: Desk) -> None:
    send(shop)
    assert send(shop, OTHER, REMOTE_ADDR="203.0.113.7").status_code == 201
    assert "127.0.0.1" not in str(IdempotencyKey.objects.values_list())


def test_past_midnight_it_is_still_the_first_quote_at_the_first_prices(
    keys: None, shop: Client, desk: Desk
) -> None:
    first = send(shop)
    price_book.install(PRICES, replace(DEARER, published_at=timezone.now()))
    moment = desk.records[0].submitted_at - timedelta(hours=23)
    IdempotencyKey.objects.update(claimed_at=moment)
    again = send(shop)
    assert (again.status_code, again.json()["total"]) == (201, first.json()["total"])
    assert desk.records[1].submitted_at == moment


def test_a_day_later_the_key_is_free_again(keys: None, shop: Client) -> None:
    send(shop)
    IdempotencyKey.objects.update(claimed_at=timezone.now() - timedelta(hours=25))
    assert send(shop, OTHER).status_code == 201


def fail(*given: object) -> None:
    raise OperationalError("connection refused")


@pytest.fixture
def lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_keys, "LANE", Lane("test", threads=1, waiting=1, seconds=0.05))
    monkeypatch.setattr("leadsite.bulkhead.connection.close_if_unusable_or_obsolete", lambda: None)


def test_a_database_that_fails_refuses_nobody(
    lane: None, shop: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quote_keys, "first_used", fail)
    assert (send(shop).status_code, len(desk.records)) == (201, 1)


def test_a_database_that_does_not_answer_is_not_waited_for(
    lane: None, shop: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, was_answered = Event(), []
    monkeypatch.setattr(quote_keys, "first_used", lambda *given: was_answered.append(answers.wait(30)))
    response = send(shop)
    assert (response.status_code, was_answered, len(desk.records)) == (201, [], 1)
    answers.set()


@pytest.mark.django_db(transaction=True)
def test_in_its_own_thread_it_finds_the_database(shop: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lane = Lane("test", threads=1, waiting=1, seconds=5)
    monkeypatch.setattr(quote_keys, "LANE", lane)
    assert [send(shop).status_code, send(shop, OTHER).status_code] == [201, 422]
    lane.run(lambda: connection.close())  # the lane's own
