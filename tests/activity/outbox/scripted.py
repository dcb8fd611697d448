"""A channel that answers by a script, and remembers what it was asked."""

from activity.outbox.channels import NotSent, Receipt
from activity.outbox.models import OutgoingMessage


class ScriptedChannel:
    provider = "scripted"

    def __init__(self) -> None:
        self.is_repeatable = True
        self.answers: list[NotSent | Exception] = []
        self.keys: list[str] = []

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        self.keys.append(idempotency_key)
        if self.answers:
            raise self.answers.pop(0)
        return Receipt(f"SM-{idempotency_key}")


CHANNEL = ScriptedChannel()


def make() -> ScriptedChannel:
    return CHANNEL
