"""Resend's webhooks, over the site's own address: signed, taken once, in any order; bounces stop the address."""

import logging
import time
from itertools import count

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import StoppedAddress
from leads.erasure import erase_lead
from leads.exceptions import Refused
from leadsite.outside.models import ReceivedHook
from tests.activity.letters.letters import ADDRESS, customer, facts, letter, send
from tests.providers.resend import FakeResend, event, signed

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
HARD = {
    "type": "Permanent",
    "subType": "General",
    "message": "The recipient's email provider sent a hard bounce message, but canary.",
}
SOFT = {"type": "Transient", "subType": "MailboxFull", "message": "The recipient's inbox was full."}


@pytest.fixture
def sent(resend: FakeResend) -> Activity:
    row = letter(customer())
    send(row)
    return row


def tell(kind: str, row: Activity, *, key: str = "", **data: object) -> int:
    return deliver(event(kind, facts(row)["provider_id"], **data), key=key)


def deliver(body: bytes, *, key: str = "", **changed: object) -> int:
    headers = {**signed(body, key=key or f"msg_{next(NUMBERS)}"), **changed}
    return Client().post("/hooks/resend/", body, content_type="application/json", headers=headers).status_code


def status(row: Activity) -> str:
    row.refresh_from_db()
    return row.status


def notes(row: Activity) -> list[str]:
    notes = Activity.objects.filter(lead=row.lead_id, type="note").order_by("pk")
    return list(notes.values_list("message", flat=True))


def test_what_became_of_a_letter_is_told(sent: Activity) -> None:
    for kind, becomes in (
        ("email.sent", "sent"),
        ("email.delivery_delayed", "sent"),
        ("email.delivered", "delivered"),
        ("email.opened", "read"),
        ("email.clicked", "read"),
    ):
        assert (tell(kind, sent), status(sent)) == (200, becomes)


def test_out_of_order_nothing_goes_back(sent: Activity) -> None:
    for kind in ("email.opened", "email.delivered", "email.sent"):
        assert tell(kind, sent) == 200
    assert status(sent) == "read"


def test_the_same_delivery_twice_does_nothing_twice(sent: Activity) -> None:
    """Svix signs every try with its own time: the same try once more is not Svix."""
    body = event("email.complained", facts(sent)["provider_id"])
    now = int(time.time())
    codes = [deliver(body, **signed(body, key="msg_twice", at=now + late)) for late in (0, 5, 10, 10, 5)]
    assert (codes, len(notes(sent))) == ([200, 200, 200, 403, 403], 1)
    assert ReceivedHook.objects.count() == 1


def test_the_same_news_under_another_key_does_nothing_twice(sent: Activity) -> None:
    for _ in range(3):
        tell("email.complained", sent)
        tell("email.bounced", sent, bounce=HARD)
    assert StoppedAddress.objects.count() == 1
    assert Activity.objects.filter(lead=sent.lead_id, type="follow_up").count() == 1


def test_a_bounce_stops_the_address_and_the_lead_says_so(sent: Activity) -> None:
    assert tell("email.bounced", sent, bounce=HARD) == 200
    assert (status(sent), facts(sent)["error"]) == (
        "failed",
        "The address does not exist, or takes no e-mail: nothing is sent there any more.",
    )
    assert stops.stopped(channel="email", address=ADDRESS).reason == "bounce"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="stopped_address"):
        letter(sent.lead)


def test_a_full_mailbox_stops_nothing(sent: Activity) -> None:
    tell("email.bounced", sent, bounce=SOFT)
    assert (status(sent), facts(sent)["error"]) == (
        "failed",
        "The customer's mailbox does not take it at the moment.",
    )
    assert not stops.is_stopped(channel="email", address=ADDRESS)


def test_a_bounce_after_delivery_stops_the_address_and_leaves_a_note(sent: Activity) -> None:
    tell("email.delivered", sent)
    tell("email.bounced", sent, bounce=HARD)
    assert (status(sent), notes(sent)) == (
        "delivered",
        ["Our e-mail came back: the address takes none, and nothing is sent there any more."],
    )
    assert stops.is_stopped(channel="email", address=ADDRESS)


def test_a_complaint_stops_the_address_and_leaves_a_note(sent: Activity) -> None:
    tell("email.delivered", sent)
    tell("email.complained", sent)
    assert notes(sent) == [
        "The customer marked our e-mail as spam: nothing is sent to this address any more."
    ]
    assert stops.stopped(channel="email", address=ADDRESS).reason == "complaint"  # type: ignore[union-attr]


def test_what_resend_could_not_send_failed(sent: Activity) -> None:
    tell("email.failed", sent, failed={"reason": "reached_daily_quota"})
    assert (status(sent), facts(sent)["error"]) == ("failed", "Resend could not send it.")


def test_news_before_the_answer_to_our_own_call_find_the_letter(resend: FakeResend) -> None:
    row = letter(customer())
    repeated = [{"name": "X-Metadata", "value": f'{{"message": "{row.pk}"}}'}]
    assert deliver(event("email.delivered", "4ef9a417", headers=repeated)) == 200
    assert (status(row), facts(row)["provider_id"]) == ("delivered", "4ef9a417")
    assert send(row) == []
    assert resend.asked == []


@pytest.mark.parametrize("kind", ["email.delivered", "email.bounced", "email.complained", "email.failed"])
def test_a_letter_that_nobody_knows_is_no_error(resend: FakeResend, kind: str) -> None:
    assert deliver(event(kind, "unknown", bounce=HARD)) == 200
    assert StoppedAddress.objects.count() == 0


def test_after_an_erasure_nothing_is_brought_back(sent: Activity) -> None:
    provider_id = facts(sent)["provider_id"]
    erase_lead(sent.lead_id)
    assert deliver(event("email.bounced", provider_id, bounce=HARD)) == 200
    assert StoppedAddress.objects.count() == 0


def test_who_cannot_sign_is_refused_and_leaves_nothing(
    sent: Activity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = event("email.bounced", facts(sent)["provider_id"], bounce=HARD)
    good = signed(body)
    forged = [
        {"svix-signature": "v1,AAAA"}, {"svix-signature": ""}, {"svix-id": ""}, {"svix-timestamp": ""},
        {"svix-id": "msg_other"}, {"svix-timestamp": str(int(time.time()) - 1)},
        {"svix-signature": good["svix-signature"].replace("v1,", "v2,")}, {"svix-signature": "v1,ü"}, {"svix-id": "x" * 300},
        signed(body, secret="whsec_" + "QUJDREVGR0hJSktMTU5PUA=="),
    ]  # fmt: skip
    assert [deliver(body, key="msg_1", **wrong) for wrong in forged] == [403] * len(forged)
    assert (status(sent), StoppedAddress.objects.count(), ReceivedHook.objects.count()) == ("sent", 0, 0)
    assert "canary" not in caplog.text


@pytest.mark.parametrize("seconds", [-301, 301, -(10**6)])
def test_what_is_stale_or_from_the_future_is_refused(sent: Activity, seconds: int) -> None:
    body = event("email.delivered", facts(sent)["provider_id"])
    headers = signed(body, at=time.time() + seconds)
    assert (
        Client().post("/hooks/resend/", body, content_type="application/json", headers=headers).status_code
        == 403
    )
    assert status(sent) == "sent"


@pytest.mark.parametrize("at", ["yesterday", "9" * 30, "1e9"])
def test_a_time_that_is_none_is_refused(resend: FakeResend, at: str) -> None:
    body = event("email.sent", "x")
    assert deliver(body, **{"svix-timestamp": at}) == 403


def test_one_of_several_signatures_is_enough(sent: Activity) -> None:
    body = event("email.delivered", facts(sent)["provider_id"])
    both = "v1,AAAA " + signed(body, key="msg_9")["svix-signature"]
    assert (deliver(body, key="msg_9", **{"svix-signature": both}), status(sent)) == (200, "delivered")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b"{}", b'{"type": 1}', b'{"type": "email.sent"}', b'{"type": "email.sent", "data": []}', b'{"type": "email.sent", "data": null}', b"\xff", b"[" * 100_000]
)  # fmt: skip
def test_what_cannot_be_read_is_refused(resend: FakeResend, body: bytes) -> None:
    assert deliver(body) == 400


def test_what_is_too_long_is_refused(resend: FakeResend) -> None:
    assert deliver(b" " * 600_000) == 413


def test_without_a_secret_there_is_no_such_address(settings: Settings) -> None:
    settings.RESEND_WEBHOOK_SECRET = ""
    assert deliver(event("email.sent", "x")) == 404


@pytest.mark.parametrize("kind", ["contact.created", "domain.updated", "email.received"])
def test_events_that_are_none_of_a_letter_change_nothing(sent: Activity, kind: str) -> None:
    assert (tell(kind, sent), status(sent)) == (200, "sent")
