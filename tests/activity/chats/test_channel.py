"""Our real client against Meta's contract, over a socket."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from activity.chats import channel
from activity.kinds import WrongFacts
from activity.models import Activity
from activity.outbox import sending
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.outside import client
from leadsite.outside.models import CircuitBreaker
from tests.activity.chats.meta import became, taken_in
from tests.activity.outbox.messages import send, text
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.providers.graph import BROKEN, BUSY, FakeGraph, refusal
from tests.providers.server import CUT, Answer

pytestmark = pytest.mark.django_db
WAIT = round(sending.WORD_SECONDS)


@pytest.fixture
def graph(settings: Settings) -> Iterator[FakeGraph]:
    with FakeGraph() as provider:
        settings.WHATSAPP_API_URL = provider.url()
        yield provider


def written(row: Lead | None = None, **changed: object) -> Activity:
    return text(row or lead(), **{"channel": "whatsapp", "text": "Oak is in stock.", **changed})


def error_of(row: Activity) -> object:
    return (row.metadata or {}).get("error")


def pauses(row: Activity) -> list[float]:
    before = datetime.now(UTC)
    return [round((at - before).total_seconds()) for at in send(row)]


def test_words_go_out_with_the_reference_that_comes_back_with_receipts(graph: FakeGraph) -> None:
    row = written()
    send(row)
    assert graph.took[0].json == {
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "919820000001", "type": "text",
        "biz_opaque_callback_data": str(row.pk), "text": {"preview_url": False, "body": "Oak is in stock."},
    }  # fmt: skip
    assert (row.status, (row.metadata or {})["provider_id"]) == ("sent", "wamid.out1")


def test_a_template_goes_out_with_its_language_and_values(graph: FakeGraph) -> None:
    facts = {"template_language": "en", "template_values": ["Priya", "7K2M"]}
    send(written(template="quote_reminder", provider_facts=facts))
    values = [{"type": "text", "text": "Priya"}, {"type": "text", "text": "7K2M"}]
    assert graph.took[0].json["template"] == {
        "name": "quote_reminder", "language": {"code": "en"}, "components": [{"type": "body", "parameters": values}],
    }  # fmt: skip


def test_it_answers_the_customer_once_whatsapp_took_it(graph: FakeGraph) -> None:
    row = lead()
    sent = written(row)
    assert Lead.objects.get(pk=row.pk).first_response_at is None
    send(sent)
    assert Lead.objects.get(pk=row.pk).first_response_at == sent.created_at


def test_one_that_is_refused_answers_nobody(graph: FakeGraph) -> None:
    row = lead()
    graph.script += [refusal(131026, "Message undeliverable")]
    send(written(row))
    assert Lead.objects.get(pk=row.pk).first_response_at is None


def test_where_whatsapp_is_busy_it_waits_as_long_as_whatsapp_asks(graph: FakeGraph) -> None:
    graph.script += [BUSY]
    row = written()
    assert (pauses(row), row.status) == ([7], "queued")
    assert (send(row), row.status, len(graph.took)) == ([], "sent", 1)


def test_trouble_of_whatsapp_is_waited_for(graph: FakeGraph) -> None:
    graph.script += [BROKEN]
    row = written()
    assert (len(send(row)), error_of(row)) == (1, "WhatsApp has trouble of its own.")


def test_a_lost_answer_waits_for_the_receipt_and_sends_nothing_twice(graph: FakeGraph) -> None:
    graph.script += [CUT]
    row = written()
    assert (pauses(row), row.status, error_of(row)) == ([WAIT], "queued", channel.LOST)
    taken_in(statuses=(became("delivered", row.pk),))
    row.refresh_from_db()
    assert (row.status, (row.metadata or {})["provider_id"]) == ("delivered", "wamid.out1")
    assert (send(row), len(graph.asked)) == ([], 1)


def test_where_no_receipt_comes_it_says_that_nobody_knows_and_sends_nothing_twice(graph: FakeGraph) -> None:
    graph.script += [CUT]
    row = written()
    send(row)
    send(row)
    assert (row.status, error_of(row), len(graph.asked)) == (
        "failed",
        "Nobody knows whether it went out: the answer of the provider was lost.",
        1,
    )


@pytest.mark.parametrize(
    "answer", [Answer(502, b"<html>"), Answer(200, {"messages": []}), Answer(200, b"ok")]
)
def test_an_answer_that_says_nothing_is_a_lost_one(graph: FakeGraph, answer: Answer) -> None:
    graph.script += [answer]
    row = written()
    assert (pauses(row), error_of(row)) == ([WAIT], channel.LOST)


def test_a_slow_answer_is_a_lost_one(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.2)
    graph.script += [Answer(200, {}, seconds=1.0, takes=True)]
    row = written()
    assert (pauses(row), error_of(row)) == ([WAIT], channel.LOST)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal(131047), "The customer wrote more than 24 hours ago: only a template can be sent."),
        (refusal(190, "Error validating EAAG-access", 401), "WhatsApp does not let the shop in: its access token has to be renewed."),
        (refusal(132000, "2 parameters, not 1"), "WhatsApp refused it: 2 parameters, not 1 (132000)."),
        (Answer(404, b"lost"), "WhatsApp refused it (404)."),
        (Answer(400, {"error": "odd"}), "WhatsApp refused it (400)."),
    ],
)  # fmt: skip
def test_what_whatsapp_refuses_is_failed_and_says_why(graph: FakeGraph, answer: Answer, error: str) -> None:
    graph.script += [answer]
    row = written()
    assert (send(row), row.status, error_of(row)) == ([], "failed", error)


def test_no_number_of_the_customer_is_in_what_whatsapp_says(graph: FakeGraph) -> None:
    graph.script += [refusal(100, "Recipient +919820000001 is odd")]
    row = written()
    send(row)
    assert "9820000001" not in str(error_of(row))


def test_five_failures_in_a_minute_spare_whatsapp_and_count_as_no_tries(graph: FakeGraph) -> None:
    graph.script += [BROKEN] * 5
    rows = [written(lead(number), address=f"+9198200000{number:02}") for number in range(1, 7)]
    for row in rows:
        send(row)
    assert CircuitBreaker.objects.get(name="meta").opened_at is not None
    assert (len(graph.asked), (rows[-1].metadata or {})["retry_count"]) == (5, 0)


def test_whatsapp_that_cannot_be_reached_is_tried_later(settings: Settings) -> None:
    settings.WHATSAPP_API_URL = "http://127.0.0.1:9"
    row = written()
    assert (len(send(row)), error_of(row)) == (1, "WhatsApp cannot be reached.")


def test_a_shop_without_a_token_posts_nothing(settings: Settings) -> None:
    settings.WHATSAPP_ACCESS_TOKEN = ""
    with pytest.raises(Refused, match="no_channel"):
        written()


def test_receipts_move_a_message_on_in_any_order_and_twice_alike(graph: FakeGraph) -> None:
    row = written()
    send(row)
    for status in ("read", "delivered", "sent", "read"):
        taken_in(statuses=(became(status, row.pk, at=NOW + timedelta(hours=1)),))
    row.refresh_from_db()
    assert row.status == "read"


def test_a_message_that_could_not_be_delivered_says_why(graph: FakeGraph) -> None:
    row = written()
    send(row)
    error = {"code": 131026, "title": "Undeliverable", "error_data": {"details": "Not on WhatsApp"}}
    taken_in(statuses=(became("failed", row.pk, errors=[error]),))
    row.refresh_from_db()
    assert (row.status, error_of(row)) == ("failed", "Not on WhatsApp (131026)")


@pytest.mark.parametrize("reference", ["", "another program's", "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071"])
def test_receipts_of_what_is_not_ours_change_nothing(graph: FakeGraph, reference: str) -> None:
    row = written()
    send(row)
    assert taken_in(statuses=(became("read", reference, id="wamid.others"),)) is None
    row.refresh_from_db()
    assert row.status == "sent"


def test_values_of_a_template_are_texts() -> None:
    with pytest.raises(WrongFacts):
        written(template="x", provider_facts={"template_language": "en", "template_values": [1]})
