"""Twilio's stand-in, and the settings that lead to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from activity.outbox import channels
from tests.activity.outbox import scripted
from tests.activity.outbox.scripted import ScriptedChannel
from tests.providers.twilio import ACCOUNT, SENDER, TOKEN, FakeTwilio


@pytest.fixture
def twilio(settings: Any) -> Iterator[FakeTwilio]:
    with FakeTwilio() as found:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
        settings.TWILIO_FROM, settings.TWILIO_API_URL = SENDER, found.url()
        settings.PUBLIC_URL = "https://quotes.example.com"
        yield found


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> ScriptedChannel:
    monkeypatch.setattr(scripted, "CHANNEL", ScriptedChannel())
    monkeypatch.setitem(channels.CHANNELS, "sms", "tests.activity.outbox.scripted.make")
    return scripted.CHANNEL
