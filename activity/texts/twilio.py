"""Twilio's Programmable Messaging over its HTTP API.

Its API has no key by which a message would be known again, so the channel is not repeatable. The address of
the callback names our row instead: whatever became of a cut connection, Twilio tells it there.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from activity.outbox import stops
from activity.outbox.asking import ask_provider
from activity.outbox.channels import Receipt, Rejected, Unknown
from activity.outbox.models import OutgoingMessage, StopReason
from leadsite.outside.breaker import Breaker
from leadsite.outside.client import Answer

BREAKER = Breaker("twilio")
OPTED_OUT = 21610
# Codes that a colleague can do something about; of others the number is said, which Twilio explains.
REASONS = {
    20003: "Twilio does not know our account: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
    21211: "Twilio says that this is no telephone number.",
    21408: "Twilio may not send to this country for us: allow it in Twilio's console.",
    21606: "Twilio may not send from our number: check TWILIO_FROM.",
    OPTED_OUT: "The customer has asked Twilio for no more messages from us.",
    21614: "Twilio says that this number takes no SMS.",
    30003: "The phone is off, or out of reach.",
    30004: "The customer's phone or network blocks the message.",
    30005: "The number is unknown, or not in use any more.",
    30006: "This number takes no SMS: it may be a landline.",
    30007: "The network took the message for spam.",
}


@dataclass(frozen=True)
class TwilioChannel:
    """`sender` is a number in E.164 or the id of a messaging service (MG…)."""

    account: str
    token: str
    sender: str
    api: str
    callback: str = ""
    provider = "twilio"
    is_repeatable = False

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        form = {"To": message.address, "Body": message.text}
        form["MessagingServiceSid" if self.sender.startswith("MG") else "From"] = self.sender
        if self.callback:
            form["StatusCallback"] = f"{self.callback}?message={idempotency_key}"
        url = f"{self.api}/2010-04-01/Accounts/{self.account}/Messages.json"
        answer = ask_provider("POST", url, breaker=BREAKER, data=form, auth=(self.account, self.token))
        told = answer.json()
        facts = told if isinstance(told, dict) else {}
        if not answer.is_success:
            raise refused(answer, facts, message)
        if not isinstance(facts.get("sid"), str):
            raise Unknown("Nobody knows whether it went out: Twilio's answer could not be read.")
        return Receipt(facts["sid"])


def refused(answer: Answer, facts: dict[str, Any], message: OutgoingMessage) -> Rejected:
    code = facts.get("code")
    if code == OPTED_OUT:
        stops.stop(
            channel="sms",
            address=message.address,
            reason=StopReason.OPT_OUT,
            now=timezone.now(),
            detail="Twilio",
        )
    return Rejected(reason(code) or f"Twilio refuses the message: it answered {answer.status}.")


def reason(code: object) -> str:
    """In words, "" where there is no code."""
    if not isinstance(code, int):
        return ""
    return REASONS.get(code) or f"Twilio could not deliver it: its code is {code}."


def configured() -> TwilioChannel | None:
    if not settings.TWILIO_ACCOUNT_SID:
        return None
    return TwilioChannel(
        account=settings.TWILIO_ACCOUNT_SID,
        token=settings.TWILIO_AUTH_TOKEN,
        sender=settings.TWILIO_FROM,
        api=settings.TWILIO_API_URL,
        callback=f"{settings.PUBLIC_URL}/hooks/twilio/" if settings.PUBLIC_URL else "",
    )
