"""What Meta sends, by the published shape of its webhooks."""

import json
from datetime import datetime

from django.test import Client
from pytest_django.fixtures import Settings

from activity.chats import receiving, signing
from activity.chats.models import ReceivedPayload
from tests.leads.quoting.rows import NOW

HOOK = "/hooks/whatsapp/"
SECRET, WORD, NUMBER_ID, TOKEN = "app-secret", "agreed-word", "590968830767958", "EAAG-access"
ACCOUNT_ID = "1314702302917944"
PRIYA = "919820000001"


def set_up(settings: Settings) -> None:
    settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_VERIFY_TOKEN = SECRET, WORD
    settings.WHATSAPP_ACCOUNT_ID = ACCOUNT_ID
    settings.WHATSAPP_PHONE_NUMBER_ID, settings.WHATSAPP_ACCESS_TOKEN = NUMBER_ID, TOKEN


def wrote(
    text: str = "Is oak in stock?",
    *,
    id: str = "wamid.1",
    sender: str = PRIYA,
    at: datetime = NOW,
    **kind: object,
) -> dict[str, object]:
    """A message; `kind` in place of the text is such as image={"caption": …}."""
    told = kind or {"text": {"body": text}}
    return {"from": sender, "id": id, "timestamp": str(int(at.timestamp())), "type": next(iter(told)), **told}


def webhook(
    *messages: dict[str, object],
    statuses: tuple[dict[str, object], ...] = (),
    name: str = "Priya",
    number_id: str = NUMBER_ID,
) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": number_id},
        "contacts": [{"profile": {"name": name}, "wa_id": one["from"]} for one in messages],
        "messages": list(messages),
        "statuses": list(statuses),
    }
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()


def sent(body: bytes, *, signature: str | None = None) -> object:
    proof = signing.sign(body, SECRET) if signature is None else signature
    return Client().post(HOOK, body, content_type="application/json", headers={"X-Hub-Signature-256": proof})


def kept(body: bytes, *, at: datetime = NOW) -> ReceivedPayload:
    return ReceivedPayload.objects.create(body=body, received_at=at)


def taken_in(*messages: dict[str, object], at: datetime = NOW, **told: object) -> float | None:
    """The webhook came at that moment and a worker reads it."""
    return receiving.read(kept(webhook(*messages, **told), at=at).pk)


def became(
    status: str, reference: object, *, id: str = "wamid.out1", at: datetime = NOW, **more: object
) -> dict[str, object]:
    """What became of a message of ours."""
    return {
        "id": id, "status": status, "timestamp": str(int(at.timestamp())), "recipient_id": PRIYA,
        "biz_opaque_callback_data": str(reference), **more,
    }  # fmt: skip
