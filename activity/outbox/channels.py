"""The ways out: what a provider's channel has to do, and which one serves which kind of message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from django.utils.module_loading import import_string

from activity.outbox.models import OutgoingMessage
from leads.exceptions import Refused

# For each kind a function without arguments that makes the channel which the settings ask for.
CHANNELS: dict[str, str] = {
    "email": "activity.letters.channel.make",
    "sms": "activity.texts.channel.make",
    "whatsapp": "activity.chats.channel.make",
}
NAMED_IN: Mapping[str, str] = {"email": "channel"}  # the fact that names the provider; else "provider"


@dataclass(frozen=True)
class Receipt:
    """The provider took the message, and calls it by this id."""

    provider_id: str


class NotSent(Exception):
    """The message was not sent. `error` is a sentence for colleagues: no secret and no address in it."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class TryLater(NotSent):
    """Nothing went out, and it may work later: at the earliest after so many seconds.

    `counts`: whether it was one of the few tries that a message has; asking nobody is none.
    """

    def __init__(self, error: str, after: float | None = None, *, counts: bool = True) -> None:
        super().__init__(error)
        self.after = after
        self.counts = counts


class Rejected(NotSent):
    """The provider will never take this message."""


class Unknown(NotSent):
    """Nobody knows whether it went out: the connection was cut after the provider was asked."""


class Channel(Protocol):
    """One provider. `is_repeatable`: it knows a message by its key, and sends it once however often asked."""

    @property
    def provider(self) -> str: ...
    @property
    def is_repeatable(self) -> bool: ...

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        """Called outside a transaction. Raises TryLater, Rejected, Unknown."""
        ...


def channel(kind: str) -> Channel:
    """Raises Refused("no_channel")."""
    if kind not in CHANNELS:
        raise Refused("no_channel", kind)
    return cast(Channel, import_string(CHANNELS[kind])())


def provider_fact(kind: str) -> str:
    return NAMED_IN.get(kind, "provider")
