"""Twilio's callbacks: signed ones are believed, once; customers' messages and their last word are heard."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from activity.kinds import Actor
from activity.models import Activity
from activity.outbox import stops
from activity.recorder import acting
from assignments.clocks.models import LeadClock
from leads.models import Lead
from tests.activity.outbox.messages import PHONE, send, text
from tests.leads import facts
from tests.providers.twilio import sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]
FORM = "application/x-www-form-urlencoded"
SITE = "https://quotes.example.com"


def call(
    client: Client, form: dict[str, str], address: str = "/hooks/twilio/", proof: str | None = None
) -> int:
    given = sign(f"{SITE}{address}", form) if proof is None else proof
    answer = client.post(address, urlencode(form), FORM, headers={"X-Twilio-Signature": given})
    return answer.status_code


def written(body: str, number: str = "1", sender: str = PHONE) -> dict[str, str]:
    return {"MessageSid": f"SM-in-{number}", "From": sender, "To": "+12025550123", "Body": body}


def status(row: Activity, said: str, **more: str) -> dict[str, str]:
    return {"MessageSid": str((row.metadata or {})["provider_id"]), "MessageStatus": said, **more}


def test_a_delivery_is_noted(client: Client) -> None:
    row = text(facts.lead())
    send(row)
    for said in ("delivered", "delivered", "sent"):
        assert call(client, status(row, said)) == 200
    row.refresh_from_db()
    assert row.status == "delivered"


def test_a_failure_is_told_in_words(client: Client) -> None:
    row = text(facts.lead())
    send(row)
    call(client, status(row, "undelivered", ErrorCode="30003"))
    row.refresh_from_db()
    assert (row.status, (row.metadata or {})["error"]) == ("failed", "The phone is off, or out of reach.")


def test_a_callback_finds_the_row_whose_answer_was_lost(client: Client) -> None:
    row = text(facts.lead())
    assert (
        call(client, {"MessageSid": "SM9", "MessageStatus": "sent"}, f"/hooks/twilio/?message={row.pk}")
        == 200
    )
    row.refresh_from_db()
    assert (row.status, (row.metadata or {})["provider_id"]) == ("sent", "SM9")


@pytest.mark.parametrize("proof", ["", "bm9wZQ=="])
def test_what_twilio_did_not_sign_is_refused(client: Client, proof: str) -> None:
    assert call(client, written("hello"), proof=proof) == 403
    assert not Lead.objects.exists()


def test_a_customer_who_writes_waits_for_an_answer(client: Client) -> None:
    lead = facts.lead(phone=PHONE)
    send(text(lead))
    assert call(client, written("When do they come?")) == 200
    row = Activity.objects.of_types(["sms"]).newest_first().first()
    assert row is not None
    assert (row.lead_id, row.message, row.actor_type) == (lead.pk, "When do they come?", "system")
    assert LeadClock.objects.filter(lead=lead, clock="next_response", answered_at=None).count() == 1


def test_a_message_that_comes_again_is_logged_once(client: Client) -> None:
    for _ in range(3):
        assert call(client, written("Hello")) == 200
    assert Activity.objects.of_types(["sms"]).count() == 1


def test_a_stranger_becomes_a_lead(client: Client) -> None:
    call(client, written("Do you have oak?"))
    lead = Lead.objects.get()
    assert (lead.phone, lead.source, lead.message) == (PHONE, "sms", "Do you have oak?")


def test_the_last_word_is_heard_and_asks_for_no_answer(client: Client) -> None:
    lead = facts.lead(phone=PHONE)
    send(text(lead))
    call(client, written("बंद करो"))
    assert stops.is_stopped(channel="sms", address=PHONE)
    assert not LeadClock.objects.filter(lead=lead, clock="next_response").exists()
    call(client, written("Start", "2"))
    assert not stops.is_stopped(channel="sms", address=PHONE)


def test_a_hostile_body_does_no_harm(client: Client) -> None:
    for number, sender in enumerate((PHONE, "not a number", "59123", "")):
        assert call(client, written("a\x00<script>" + "x" * 9000, str(number), sender)) == 200
    assert Activity.objects.of_types(["sms"]).count() == 1
    assert call(client, {"MessageStatus": "delivered"}) == 400


def test_without_an_account_there_is_no_address(client: Client, settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = ""
    assert call(client, written("hello")) == 404


def test_a_stranger_who_wants_no_messages_becomes_no_lead(client: Client) -> None:
    assert call(client, written("STOP", sender="+919899999999")) == 200
    assert (Lead.objects.count(), stops.is_stopped(channel="sms", address="+919899999999")) == (0, True)


def test_of_a_persons_leads_the_newest_that_is_open_hears(client: Client) -> None:
    row = facts.lead(1, phone=PHONE)
    closed = facts.lead(2, phone=PHONE, asked=row.created_at + timedelta(days=1))
    with acting(Actor("user", "bob"), "x"):
        Lead.objects.filter(pk=closed.pk).update(status="lost")
    call(client, written("Hello"))
    assert Activity.objects.get(type="sms").lead_id == row.pk


def test_a_word_that_the_shop_has_agreed_with_twilio_is_obeyed(client: Client) -> None:
    facts.lead(phone=PHONE)
    call(client, {**written("Bas karo"), "OptOutType": "STOP"})
    assert stops.stopped(channel="sms", address=PHONE)
    assert (Activity.objects.get(type="sms").metadata or {})["automatic"] is True
    call(client, {**written("Phir se", "2"), "OptOutType": "START"})
    assert not stops.is_stopped(channel="sms", address=PHONE)
    call(client, {**written("INFO", "3"), "OptOutType": "HELP"})
    assert (Activity.objects.newest_first()[0].metadata or {})["automatic"] is False
