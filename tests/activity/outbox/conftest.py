"""Messages go to a scripted channel; nothing leaves the suite."""

import pytest

from activity.outbox import channels
from tests.activity.outbox import scripted
from tests.activity.outbox.scripted import ScriptedChannel


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> ScriptedChannel:
    monkeypatch.setattr(scripted, "CHANNEL", ScriptedChannel())
    monkeypatch.setitem(channels.CHANNELS, "sms", "tests.activity.outbox.scripted.make")
    return scripted.CHANNEL
