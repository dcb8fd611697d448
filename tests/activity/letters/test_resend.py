"""Our client against a Resend that speaks its contract, and what becomes of the letter in the log."""

import base64
import logging
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from activity.letters.resend import ResendChannel
from activity.outbox import sending
from leadsite.outside import client
from tests.activity.letters.letters import ADDRESS, customer, facts, letter, send
from tests.providers.resend import KEY, FakeResend, error
from tests.providers.server import CUT, TROUBLE, Answer

pytestmark = pytest.mark.django_db


def test_a_letter_is_sent_and_known_by_resends_id(resend: FakeResend) -> None:
    row = letter(customer())
    assert send(row) == []
    (mail, provider_id) = resend.sent[str(row.pk)]
    assert (mail["from"], mail["to"], mail["subject"]) == (
        "Shop <quotes@example.com>",
        [ADDRESS],
        "Your samples",
    )
    assert (mail["text"], mail["html"]) == ("They are here.", "<p>They are here.</p>")
    assert (row.status, facts(row)["provider_id"], facts(row)["channel"]) == ("sent", provider_id, "resend")


def test_answers_go_where_the_shop_reads_them(resend: FakeResend, settings: Settings) -> None:
    settings.EMAIL_REPLY_TO = "sales@example.com"
    row = letter(customer())
    send(row)
    assert resend.sent[str(row.pk)][0]["reply_to"] == ["sales@example.com"]


def test_what_goes_out_by_itself_says_so(resend: FakeResend) -> None:
    row = letter(customer(), automatic=True)
    send(row)
    assert resend.sent[str(row.pk)][0]["headers"]["Auto-Submitted"] == "auto-replied"


def test_an_attachment_arrives_as_it_was(resend: FakeResend) -> None:
    content = base64.b64encode(b"BEGIN:VCALENDAR").decode()
    row = letter(customer(), attachments=[{"name": "visit.ics", "type": "text/calendar", "base64": content}])
    send(row)
    (part,) = resend.sent[str(row.pk)][0]["attachments"]
    assert (part["filename"], base64.b64decode(part["content"])) == ("visit.ics", b"BEGIN:VCALENDAR")


def test_a_429_waits_as_long_as_resend_asks(resend: FakeResend) -> None:
    resend.script += [Answer(429, {"name": "rate_limit_exceeded"}, headers={"Retry-After": "7"})]
    row = letter(customer())
    (again,) = send(row)
    assert timedelta(seconds=6) < again - timezone.now() <= timedelta(seconds=7.1)
    assert (row.status, facts(row)["retry_count"]) == ("queued", 1)
    assert send(row) == []
    assert (row.status, len(resend.sent)) == ("sent", 1)


def test_five_tries_with_growing_pauses_then_it_failed_in_words(resend: FakeResend) -> None:
    resend.script += [TROUBLE] * 5
    row = letter(customer())
    pauses = []
    for _ in range(4):
        (again,) = send(row)
        pauses.append((again - timezone.now()).total_seconds())
    assert send(row) == []
    assert all(usual * 0.7 < pause < usual * 1.3 for pause, usual in zip(pauses, (1, 2, 4, 4), strict=True))
    assert (row.status, facts(row)["error"]) == ("failed", "The provider is in trouble: it answered 500.")
    assert (len(resend.asked), resend.sent) == (5, {})


def test_five_failures_let_resend_rest_and_nobody_asks_it(resend: FakeResend) -> None:
    resend.script += [TROUBLE] * 5
    first = letter(customer())
    for _ in range(5):
        send(first)
    other = letter(customer(number=2, email="other@example.com"))
    (again,) = send(other)
    assert (len(resend.asked), other.status, facts(other)["retry_count"]) == (5, "queued", 0)
    assert again - timezone.now() > timedelta(minutes=4)


def test_a_connection_cut_after_accepting_is_asked_again_and_delivered_once(resend: FakeResend) -> None:
    resend.script += [CUT]
    row = letter(customer())
    assert len(send(row)) == 1
    assert send(row) == []
    assert row.status == "sent"
    assert len(resend.sent) == 1
    assert {asked.headers["idempotency-key"] for asked in resend.asked} == {str(row.pk)}
    assert all(one.body == other.body for one, other in pairwise(resend.asked))


def test_a_worker_that_died_after_asking_sends_nothing_twice(
    resend: FakeResend, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = letter(customer())
    with monkeypatch.context() as dying:
        dying.setattr(sending, "settle", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send(row)
    assert send(row) == []
    assert (row.status, len(resend.asked), len(resend.sent)) == ("sent", 2, 1)


def test_a_slow_resend_is_waited_for_only_so_long(
    resend: FakeResend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.3)
    resend.script += [Answer(200, {"id": "late"}, seconds=1.0, takes=True)]
    row = letter(customer())
    assert len(send(row)) == 1
    assert (row.status, len(resend.sent)) == ("queued", 1)
    send(row)
    assert (row.status, len(resend.sent)) == ("sent", 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error(401, "missing_api_key", "x"), "Resend does not know our key: check RESEND_API_KEY."),
        (error(422, "validation_error", f"Invalid {ADDRESS}"), "Resend does not take this message: check the address, and the domain of EMAIL_FROM."),
        (error(418, "teapot", ADDRESS), "Resend refuses the message: it answered 418."),
        (Answer(302, {}, headers={"Location": "http://127.0.0.1:1/"}), "Resend refuses the message: it answered 302."),
        (Answer(400, b"<html>"), "Resend refuses the message: it answered 400."),
    ],
)  # fmt: skip
def test_what_resend_never_takes_failed_at_once_in_words(
    resend: FakeResend, answer: Answer, said: str
) -> None:
    resend.script += [answer]
    row = letter(customer())
    assert send(row) == []
    assert (row.status, facts(row)["error"], len(resend.asked)) == ("failed", said, 1)


def test_a_twin_that_is_still_at_work_is_waited_for(resend: FakeResend) -> None:
    resend.script += [error(409, "concurrent_idempotent_requests", "x")]
    row = letter(customer())
    assert len(send(row)) == 1
    assert row.status == "queued"


@pytest.mark.parametrize("content", [b"no json", {"data": []}, {"ident": 1}, [], b""])
def test_an_answer_that_cannot_be_read_is_asked_for_again(resend: FakeResend, content: object) -> None:
    resend.script += [Answer(200, content, takes=True)]
    row = letter(customer())
    assert len(send(row)) == 1
    send(row)
    assert (row.status, len(resend.sent)) == ("sent", 1)


def test_neither_key_nor_address_is_in_any_log(resend: FakeResend, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    resend.script += [TROUBLE, CUT, error(422, "validation_error", ADDRESS)]
    row = letter(customer())
    for _ in range(3):
        send(row)
    assert row.status == "failed"
    assert not any(secret in caplog.text for secret in (KEY, ADDRESS))
    assert KEY not in repr(ResendChannel(KEY, "https://api.resend.com"))
