import logging

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from activity.chats import signing
from activity.chats.models import ReceivedPayload
from tests.activity.chats.meta import HOOK, WORD, sent, webhook, wrote
from tests.database.access import run

pytestmark = pytest.mark.django_db


def jobs() -> list[tuple[object, ...]]:
    return run("select task_name, args ->> 'payload_id' from procrastinate_jobs")


def asked(**changed: str) -> tuple[int, str]:
    facts = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444", **changed}
    response = Client().get(HOOK, facts)
    return response.status_code, response.content.decode()


def test_meta_gets_its_challenge_back() -> None:
    assert asked() == (200, "1158201444")


@pytest.mark.parametrize(
    "wrong", [{"hub.verify_token": "guess"}, {"hub.mode": "unsubscribe"}, {"hub.verify_token": "ü"}]
)
def test_who_does_not_know_the_word_is_refused(wrong: dict[str, str]) -> None:
    assert asked(**wrong) == (403, "")


def test_a_signed_webhook_is_stored_and_has_a_job_before_it_is_answered() -> None:
    body = webhook(wrote())
    response = sent(body)
    row = ReceivedPayload.objects.get()
    assert (response.status_code, bytes(row.body)) == (200, body)
    assert jobs() == [("read-chats", str(row.pk))]


def test_the_same_webhook_again_is_answered_and_does_nothing() -> None:
    body = webhook(wrote())
    assert [sent(body).status_code for _ in range(3)] == [200, 200, 200]
    assert (ReceivedPayload.objects.count(), len(jobs())) == (1, 1)


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc"])
def test_what_is_not_signed_is_refused_and_logged_without_its_body(
    signature: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        response = sent(webhook(wrote("very private")), signature=signature)
    said = caplog.text + "".join(capfd.readouterr())
    assert (response.status_code, ReceivedPayload.objects.count(), jobs()) == (403, 0, [])
    assert ("webhook of whatsapp refused: signature" in said, "very private" in said) == (True, False)


def test_a_signature_over_another_body_is_refused() -> None:
    assert (
        sent(webhook(wrote("one")), signature=signing.sign(webhook(wrote("two")), "app-secret")).status_code
        == 403
    )


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_none(method: str) -> None:
    assert getattr(Client(), method)(HOOK).status_code == 405


def test_a_shop_without_whatsapp_has_no_such_address(settings: Settings) -> None:
    settings.WHATSAPP_APP_SECRET = ""
    assert (asked()[0], sent(webhook(wrote())).status_code) == (404, 404)
