"""Twilio's stand-in, and the settings that lead to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.activity.outbox.conftest import channel
from tests.providers.twilio import ACCOUNT, SENDER, TOKEN, FakeTwilio

__all__ = ["channel"]  # the fixture of the outbox


@pytest.fixture
def twilio(settings: Any) -> Iterator[FakeTwilio]:
    with FakeTwilio() as found:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
        settings.TWILIO_FROM, settings.TWILIO_API_URL = SENDER, found.url()
        settings.PUBLIC_URL = "https://quotes.example.com"
        yield found
