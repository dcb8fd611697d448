import json
from datetime import UTC, datetime, timedelta

import pytest

from activity.chats import payloads
from tests.activity.chats.meta import webhook, wrote
from tests.leads.quoting.rows import NOW


def only(**kind: object) -> str:
    (message,) = payloads.read(webhook(wrote(**kind))).messages
    return message.text


def test_a_text_is_told_with_who_wrote_it_and_when() -> None:
    (message,) = payloads.read(webhook(wrote("Hello\0 there"), name="Priya\u202e Sharma")).messages
    assert message == payloads.Message("wamid.1", "+919820000001", "Priya Sharma", NOW, "Hello there")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ({"image": {"caption": "My hall"}}, "[Photo] My hall"),
        ({"document": {"filename": "plan.pdf"}}, "[Document] plan.pdf"),
        ({"audio": {"id": "1"}}, "[Voice message]"),
        ({"location": {"latitude": 19.1, "longitude": 72.8, "name": "Site"}}, "[Place] Site (19.1, 72.8)"),
        ({"location": {"latitude": 19.1, "longitude": 72.8}}, "[Place] 19.1, 72.8"),
        ({"interactive": {"type": "button_reply", "button_reply": {"title": "Yes"}}}, "Yes"),
        ({"interactive": {}}, "[A choice]"),
        ({"button": {"text": "Call me", "payload": "x"}}, "Call me"),
        ({"text": {"body": ""}}, "[Empty message]"),
        ({"unsupported": {}}, "[A message that only the WhatsApp app can show]"),
        ({"image": "no object"}, "[Photo]"),
    ],
)
def test_each_kind_of_message_has_words(kind: dict[str, object], text: str) -> None:
    assert only(**kind) == text


def test_a_reaction_is_known_as_one() -> None:
    (message,) = payloads.read(webhook(wrote(reaction={"emoji": "👍", "message_id": "wamid.0"}))).messages
    assert (message.text, message.is_reaction) == ("👍", True)


def test_what_became_of_our_message_is_told() -> None:
    row = {
        "id": "wamid.9", "status": "failed", "timestamp": "1700000000", "biz_opaque_callback_data": "ref",
        "errors": [{"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 hours have passed"}}],
    }  # fmt: skip
    assert payloads.read(webhook(statuses=(row,))).statuses == (
        payloads.Status(
            "wamid.9",
            "failed",
            datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
            "24 hours have passed (131047)",
            "ref",
        ),
    )


def test_another_number_s_messages_are_none_of_ours() -> None:
    body = webhook(wrote(), number_id="2")
    assert payloads.read(body, number_id="1").messages == ()
    assert len(payloads.read(body, number_id="2").messages) == 1


@pytest.mark.parametrize(
    "told",
    [
        [], 1, None, {}, {"object": "page", "entry": [{}]}, {"object": "whatsapp_business_account", "entry": "x"},
        {"object": "whatsapp_business_account", "entry": [1, {"changes": [{"field": "messages", "value": 7}]}]},
        {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": {
            "contacts": [5], "messages": [{"id": 1}, {"id": "a", "from": "12", "timestamp": "x", "type": "text"}],
            "statuses": [{"id": "a", "status": "warped", "timestamp": "1"}, None],
        }}]}]},
    ],
)  # fmt: skip
def test_other_shapes_say_nothing(told: object) -> None:
    assert payloads.read(json.dumps(told).encode()) == payloads.Delivery((), ())


def test_a_time_that_nobody_meant_is_none() -> None:
    far = {**wrote(), "timestamp": "9" * 11}
    assert payloads.read(webhook(far, {**wrote(), "timestamp": "²"})).messages == ()


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(ValueError, match="codec"):
        payloads.read(b"\xff{")


def test_a_half_character_becomes_one_that_can_be_stored() -> None:
    body = webhook(wrote("a")).replace(b'"a"', b'"a\\ud800"')
    (message,) = payloads.read(body).messages
    assert message.text == "a?"
    assert timedelta(0) == NOW - message.sent_at
