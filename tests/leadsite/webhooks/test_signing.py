"""The signature of the Standard Webhooks specification, worked out here by hand."""

import base64
import hmac

import pytest
from pytest_django.fixtures import Settings

from leadsite.keys import new_id
from leadsite.webhooks import signing
from leadsite.webhooks.models import WebhookEndpoint

ENDPOINT = WebhookEndpoint(url="https://crm.example.com/hook")


def test_a_receiver_checks_the_signature_with_the_secret_it_was_shown() -> None:
    key, body = new_id(), b'{"type":"lead.created"}'
    headers = signing.headers(signing.secrets_of(ENDPOINT), key, 1_790_000_000, body)
    secret = base64.b64decode(signing.shown(ENDPOINT).removeprefix("whsec_"))
    expected = hmac.digest(secret, f"{key}.1790000000.".encode() + body, "sha256")
    assert headers == {
        "webhook-id": str(key),
        "webhook-timestamp": "1790000000",
        "webhook-signature": "v1," + base64.b64encode(expected).decode(),
    }


def test_while_an_earlier_key_of_the_site_is_known_its_secret_is_good(settings: Settings) -> None:
    before = signing.secrets_of(ENDPOINT)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of the same site, long enough"
    assert signing.secrets_of(ENDPOINT)[1:] == before
    assert signing.secrets_of(ENDPOINT)[0] != before[0]


@pytest.mark.parametrize("other", [{"generation": 2}, {"id": new_id()}])
def test_each_webhook_and_generation_has_a_secret_of_its_own(other: dict[str, object]) -> None:
    same = {"id": ENDPOINT.pk, "generation": 1}
    another = WebhookEndpoint(**{**same, **other})
    assert signing.shown(another) != signing.shown(ENDPOINT)
