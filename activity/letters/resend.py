"""Resend, by django-anymail: it knows what Resend wants to be sent; our own client sends it.

Resend keeps an Idempotency-Key for 24 hours, longer than we try, so a message whose answer was lost is simply
asked for again.
"""

from dataclasses import dataclass
from typing import Any

from anymail.backends.base import AnymailBaseBackend
from anymail.backends.resend import EmailBackend, ResendPayload
from anymail.exceptions import AnymailError

from activity.letters.composing import compose
from activity.outbox.asking import ask_provider
from activity.outbox.channels import Receipt, Rejected, TryLater, Unknown
from activity.outbox.models import OutgoingMessage
from leadsite.outside.breaker import Breaker
from leadsite.outside.client import Answer

BREAKER = Breaker("resend")
# What Resend's errors are called, and what a colleague can do about them.
REASONS = {
    "missing_api_key": "Resend does not know our key: check RESEND_API_KEY.",
    "invalid_api_key": "Resend does not know our key: check RESEND_API_KEY.",
    "restricted_api_key": "Our key at Resend may not send: make one that may.",
    "invalid_from_address": "Resend cannot read our own address: check EMAIL_FROM.",
    "validation_error": "Resend does not take this message: check the address, and the domain of EMAIL_FROM.",
    "invalid_attachment": "Resend does not take the attachment.",
    "monthly_quota_exceeded": "The month's quota at Resend is used up.",
    "daily_quota_exceeded": "The day's quota at Resend is used up.",
    "invalid_idempotent_request": "Resend has another message under this key already.",
}
UNREADABLE = "Nobody knows whether it went out: Resend's answer could not be read."
RUNNING = "concurrent_idempotent_requests"


class Payload(ResendPayload):  # type: ignore[misc]  # anymail is not typed
    """The same, and the key under which Resend knows the message again."""

    def __init__(self, message: Any, defaults: Any, backend: Any) -> None:
        super().__init__(message, defaults, backend, headers={"Idempotency-Key": message.idempotency_key})


class Backend(EmailBackend):  # type: ignore[misc]  # as above
    """Anymail's, with the bounds and the breaker of our own client. Raises TryLater, Unknown, Rejected."""

    def build_message_payload(self, message: Any, defaults: Any) -> Payload:
        return Payload(message, defaults, self)

    def open(self) -> bool:
        return False  # our client needs no session

    def _send(self, message: Any) -> bool:
        return bool(AnymailBaseBackend._send(self, message))

    def post_to_esp(self, payload: Any, message: Any) -> Answer:
        asked = payload.get_request_params(self.api_url)
        answer = ask_provider(
            "POST",
            asked["url"],
            breaker=BREAKER,
            content=asked["data"],
            headers={name: str(value) for name, value in asked["headers"].items()},
        )
        if not answer.is_success:
            raise refused(answer)
        return answer


def refused(answer: Answer) -> Rejected | TryLater:
    told = answer.json()
    name = told.get("name") if isinstance(told, dict) else None
    if name == RUNNING:
        return TryLater("Resend still works on the same message.")
    reason = REASONS.get(name) if isinstance(name, str) else None
    return Rejected(reason or f"Resend refuses the message: it answered {answer.status}.")


@dataclass(frozen=True)
class ResendChannel:
    key: str
    api: str
    provider = "resend"
    is_repeatable = True

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        mail: Any = compose(message)
        mail.idempotency_key = idempotency_key
        mail.metadata = {"message": idempotency_key}  # comes back with each webhook
        try:
            Backend(api_key=self.key, api_url=self.api).send_messages([mail])
        except AnymailError as error:
            raise not_sent(error) from None
        known_as = mail.anymail_status.message_id
        if not isinstance(known_as, str) or not known_as:
            raise Unknown(UNREADABLE)
        return Receipt(known_as)

    def __repr__(self) -> str:
        return f"ResendChannel({self.api!r})"  # never the key


def not_sent(error: AnymailError) -> Unknown | Rejected:
    """Anymail's own words may hold the whole message: only their kind is told."""
    if error.response is not None:
        return Unknown(UNREADABLE)
    return Rejected(f"This message cannot be sent by Resend ({type(error).__name__}).")
