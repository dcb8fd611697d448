"""Our real client against Twilio's contract over a real socket: every way it can go wrong."""

from typing import Any

import pytest

from activity.models import Activity
from activity.outbox import stops
from leadsite.outside.models import CircuitBreaker
from tests.activity.outbox.messages import PHONE, send, text
from tests.leads import facts
from tests.providers.server import CUT, TROUBLE, Answer
from tests.providers.twilio import SENDER, FakeTwilio

pytestmark = pytest.mark.django_db


def told(row: Activity, name: str) -> object:
    return (row.metadata or {}).get(name)


def test_a_message_is_sent_once_with_its_callback(twilio: FakeTwilio) -> None:
    row = text(facts.lead())
    assert send(row) == []
    (asked,) = twilio.took
    assert asked.form == {
        "To": PHONE,
        "From": SENDER,
        "Body": "Your samples are here.",
        "StatusCallback": f"https://quotes.example.com/hooks/twilio/?message={row.pk}",
    }
    assert (row.status, told(row, "provider"), told(row, "provider_id")) == ("sent", "twilio", f"SM{1:032}")


def test_a_messaging_service_sends_by_its_id(twilio: FakeTwilio, settings: Any) -> None:
    settings.TWILIO_FROM = "MG" + "1" * 32
    send(text(facts.lead()))
    assert twilio.took[0].form["MessagingServiceSid"] == "MG" + "1" * 32


def test_too_many_wait_as_long_as_twilio_says(twilio: FakeTwilio) -> None:
    twilio.script = [Answer(429, {"code": 20429}, {"Retry-After": "7"})]
    row = text(facts.lead())
    assert len(send(row)) == 1
    assert (row.status, told(row, "error")) == ("queued", "The provider asks us to send more slowly.")
    send(row)
    assert (row.status, len(twilio.took)) == ("sent", 1)


def test_trouble_is_tried_again_and_then_told(twilio: FakeTwilio) -> None:
    twilio.script = [TROUBLE] * 5
    row = text(facts.lead())
    while send(row):
        pass
    assert (row.status, len(twilio.asked), twilio.took) == ("failed", 5, [])
    assert told(row, "error") == "The provider is in trouble: it answered 500."


def test_after_five_troubles_twilio_is_left_alone(twilio: FakeTwilio) -> None:
    twilio.script = [TROUBLE] * 5
    row = text(facts.lead())
    while send(row):
        pass
    other = text(facts.lead(2))
    assert len(send(other)) == 1
    assert (other.status, told(other, "retry_count"), len(twilio.asked)) == ("queued", 0, 5)
    assert CircuitBreaker.objects.get().name == "twilio"


def test_a_connection_cut_after_accepting_sends_nothing_twice(twilio: FakeTwilio) -> None:
    twilio.script = [CUT]
    row = text(facts.lead())
    while send(row):
        pass
    assert (row.status, len(twilio.took)) == ("failed", 1)
    assert str(told(row, "error")).startswith("Nobody knows whether it went out")


@pytest.mark.parametrize("status", [502, 504])
def test_what_a_gateway_says_may_hide_that_twilio_took_it(twilio: FakeTwilio, status: int) -> None:
    twilio.script = [Answer(status, b"<h1>Bad gateway</h1>", takes=True)]
    row = text(facts.lead())
    while send(row):
        pass
    assert (row.status, len(twilio.took)) == ("failed", 1)
    assert str(told(row, "error")).startswith("Nobody knows whether it went out")


def test_a_slow_answer_is_as_good_as_a_lost_one(twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadsite.outside.client.READ_SECONDS", 0.2)
    twilio.script = [Answer(201, {"sid": "SM1"}, seconds=1.0, takes=True)]
    row = text(facts.lead())
    assert len(send(row)) == 1
    assert (row.status, len(twilio.took)) == ("queued", 1)


def test_a_wrong_account_is_named_and_no_secret_is(twilio: FakeTwilio, settings: Any) -> None:
    settings.TWILIO_AUTH_TOKEN = "another-secret"
    row = text(facts.lead())
    send(row)
    assert row.status == "failed"
    assert "TWILIO_AUTH_TOKEN" in str(told(row, "error"))
    assert "another-secret" not in str(row.metadata)


def test_who_opted_out_at_twilio_gets_no_more_from_us(twilio: FakeTwilio) -> None:
    twilio.script = [Answer(400, {"code": 21610, "message": "unsubscribed", "status": 400})]
    row = text(facts.lead())
    send(row)
    assert row.status == "failed"
    assert stops.is_stopped(channel="sms", address=PHONE)


def test_an_answer_without_an_id_is_no_receipt(twilio: FakeTwilio) -> None:
    twilio.script = [Answer(201, ["what"])]
    row = text(facts.lead())
    assert len(send(row)) == 1
    assert row.status == "queued"
