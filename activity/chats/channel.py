"""WhatsApp by Meta's Cloud API, as a channel of the outbox.

Meta has no key against repetitions. What it does have is a reference of ours that comes back with every
receipt, so that the outbox, after an answer that was lost, waits for one instead of sending twice.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from activity.outbox.channels import NotSent, Receipt, Rejected, TryLater, Unknown
from activity.outbox.models import OutgoingMessage
from leads.exceptions import Refused
from leads.quoting.whatsapp import clean
from leadsite.logs import masked
from leadsite.outside.breaker import Breaker, Resting
from leadsite.outside.client import Answer, Cut, Unreachable, ask

LOST = "Nobody knows whether it went out: the answer of WhatsApp was lost."
LONGEST_DETAIL = 200

# By Meta's list of error codes.
BUSY = frozenset({4, 80007, 130429, 131048, 131056})
TROUBLED = frozenset({1, 2, 131000, 131016, 131057})
NOT_LET_IN = frozenset({0, 3, 10, 190, 131005, 131031})
SAID: Mapping[int, str] = {
    131026: "This number cannot get WhatsApp messages.",
    131047: "The customer wrote more than 24 hours ago: only a template can be sent.",
    131050: "The customer wants no marketing messages on WhatsApp.",
    132001: "WhatsApp has no such template in this language.",
    132015: "WhatsApp has paused this template.",
    132016: "WhatsApp has switched this template off.",
}


class WhatsAppChannel:
    provider = "meta"
    is_repeatable = False

    def __init__(self, number_id: str, token: str) -> None:
        self.number_id, self.token = number_id, token

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        facts = message.activity.metadata or {}
        try:
            answer = ask(
                "POST",
                f"{settings.WHATSAPP_API_URL}/{self.number_id}/messages",
                breaker=Breaker(self.provider),
                headers={"Authorization": f"Bearer {self.token}"},
                json=request(message, facts, idempotency_key),
            )
        except Resting as resting:
            raise TryLater("WhatsApp does not answer at the moment.", resting.seconds, counts=False) from None
        except Unreachable:
            raise TryLater("WhatsApp cannot be reached.") from None
        except Cut:
            raise Unknown(LOST) from None
        return read(answer)


def make() -> WhatsAppChannel:
    """Raises Refused("no_channel")."""
    if not settings.WHATSAPP_ACCESS_TOKEN:
        raise Refused("no_channel", "whatsapp")
    return WhatsAppChannel(settings.WHATSAPP_PHONE_NUMBER_ID, settings.WHATSAPP_ACCESS_TOKEN)


def request(message: OutgoingMessage, facts: Mapping[str, Any], reference: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.address.removeprefix("+"),
        "biz_opaque_callback_data": reference,
    }
    if "template" in facts:
        return {**told, "type": "template", "template": template(facts)}
    return {**told, "type": "text", "text": {"preview_url": False, "body": message.text}}


def template(facts: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {"name": facts["template"], "language": {"code": facts["template_language"]}}
    values = [{"type": "text", "text": value} for value in facts.get("template_values", ())]
    if values:
        named["components"] = [{"type": "body", "parameters": values}]
    return named


def read(answer: Answer) -> Receipt:
    """The id that Meta gave the message. Raises TryLater, Rejected, Unknown."""
    told = answer.json()
    if not isinstance(told, dict):
        told = {}
    if answer.is_success:
        return Receipt(id_of(told))
    error = told.get("error")
    raise trouble(answer, error) if isinstance(error, dict) else without_reason(answer)


def id_of(told: Mapping[str, Any]) -> str:
    try:
        found = told["messages"][0]["id"]
    except (KeyError, IndexError, TypeError):
        found = None
    if not isinstance(found, str) or not found:
        raise Unknown(LOST)
    return found


def without_reason(answer: Answer) -> NotSent:
    """Not Meta's own words: something between us and it spoke, and may have passed the message on."""
    if answer.status in (429, 503):
        return TryLater("WhatsApp takes no messages at the moment.", answer.retry_after())
    if answer.status >= 500:
        return Unknown(LOST)
    return Rejected(f"WhatsApp refused it ({answer.status}).")


def trouble(answer: Answer, error: Mapping[str, Any]) -> NotSent:
    code = error.get("code")
    number = code if isinstance(code, int) else -1
    if answer.status == 429 or number in BUSY:
        return TryLater("WhatsApp takes no more messages at the moment.", answer.retry_after())
    if answer.status >= 500 or number in TROUBLED:
        return TryLater("WhatsApp has trouble of its own.", answer.retry_after())
    if answer.status == 401 or number in NOT_LET_IN or 200 <= number < 300:
        return Rejected("WhatsApp does not let the shop in: its access token has to be renewed.")
    return Rejected(SAID.get(number) or f"WhatsApp refused it: {detail(error)} ({number}).")


def detail(error: Mapping[str, Any]) -> str:
    more = error.get("error_data")
    said = more.get("details") if isinstance(more, dict) else None
    return clean(masked(str(said or error.get("message") or "no reason given")), LONGEST_DETAIL)
