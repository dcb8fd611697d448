"""One try at a message: whatever the provider says is written down, and nothing goes out twice."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.utils import timezone

from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import jobs, sending, stops
from activity.outbox.channels import NotSent, Rejected, TryLater, Unknown
from activity.outbox.models import OutgoingMessage, StopReason
from activity.outbox.receipts import receipt
from assignments.clocks.models import LeadClock
from leads.erasure import erase_lead
from leadsite.jobs.models import Job
from tests.activity.outbox.messages import PHONE, send, text
from tests.activity.outbox.scripted import ScriptedChannel
from tests.leads import facts

pytestmark = pytest.mark.django_db


def facts_of(row: Activity) -> dict[str, Any]:
    return row.metadata or {}


def test_what_the_provider_took_is_sent(channel: ScriptedChannel) -> None:
    row = text(facts.lead())
    assert send(row) == []
    assert (row.status, facts_of(row)["provider_id"]) == ("sent", f"SM-{row.pk}")
    assert OutgoingMessage.objects.get(pk=row.pk).trying_since is None


def test_it_answers_the_customer_as_of_when_the_colleague_sent_it(channel: ScriptedChannel) -> None:
    pressed = timezone.now() - timedelta(minutes=7)
    lead = facts.lead(asked=pressed - timedelta(hours=1))
    send(text(lead, now=pressed))
    lead.refresh_from_db()
    clock = LeadClock.objects.get(lead=lead)
    assert (lead.first_response_at, lead.last_contact_at, clock.answered_at) == (pressed,) * 3


def test_an_automatic_one_answers_nobody(channel: ScriptedChannel) -> None:
    lead = facts.lead()
    send(text(lead, automatic=True, actor=SYSTEM))
    lead.refresh_from_db()
    assert (lead.first_response_at, LeadClock.objects.get(lead=lead).answered_at) == (None, None)


def test_done_again_it_does_nothing(channel: ScriptedChannel) -> None:
    row = text(facts.lead())
    send(row)
    send(row)
    assert len(channel.keys) == 1


def test_it_is_tried_later_with_growing_pauses_and_no_more_than_five_times(channel: ScriptedChannel) -> None:
    channel.answers = [TryLater("The provider is busy.") for _ in range(9)]
    row = text(facts.lead())
    pauses: list[float] = []
    for _ in range(9):
        before = timezone.now()
        pauses += [(at - before).total_seconds() for at in send(row)]
    assert [round(pause / usual) for pause, usual in zip(pauses, (1, 2, 4, 4), strict=True)] == [1, 1, 1, 1]
    assert (row.status, facts_of(row)["retry_count"], len(channel.keys)) == ("failed", 5, 5)
    assert facts_of(row)["error"] == "The provider is busy."
    assert len(set(channel.keys)) == 1


def test_it_waits_as_long_as_the_provider_asks(channel: ScriptedChannel) -> None:
    channel.answers = [TryLater("Too many.", after=30.0)]
    before = timezone.now()
    (again,) = send(text(facts.lead()))
    assert 29 < (again - before).total_seconds() < 32


def test_a_provider_that_was_not_asked_costs_no_try(channel: ScriptedChannel) -> None:
    channel.answers = [TryLater("It rests.", after=300.0, counts=False)]
    row = text(facts.lead())
    assert len(send(row)) == 1
    assert (row.status, facts_of(row)["retry_count"]) == ("queued", 0)


def test_what_has_waited_for_hours_is_given_up(channel: ScriptedChannel) -> None:
    channel.answers = [TryLater("It rests.", after=300.0, counts=False)]
    row = text(facts.lead(), now=timezone.now() - timedelta(hours=3))
    assert send(row) == []
    assert row.status == "failed"


@pytest.mark.parametrize("answer", [Rejected("No such number."), Unknown("The connection was cut.")])
def test_a_colleagues_message_that_failed_asks_for_another_way(
    channel: ScriptedChannel, answer: NotSent
) -> None:
    channel.is_repeatable = False
    channel.answers = [answer]
    lead = facts.lead()
    row = text(lead)
    while send(row):
        pass
    lead.refresh_from_db()
    error = facts_of(row)["error"]
    assert (row.status, len(channel.keys), lead.first_response_at) == ("failed", 1, None)
    (task,) = Activity.objects.filter(lead=lead).pending_follow_ups()
    assert task.message == f"The SMS did not reach the customer: {error}"


def test_where_nobody_knows_a_receipt_may_yet_tell(channel: ScriptedChannel) -> None:
    channel.is_repeatable = False
    channel.answers = [Unknown("The connection was cut.")]
    row = text(facts.lead())
    (again,) = send(row)
    assert (row.status, facts_of(row)["error"]) == ("queued", "The connection was cut.")
    assert (again - timezone.now()).total_seconds() > 50
    receipt(channel="sms", provider_id="SM1", status="delivered", at=timezone.now(), message=row.pk)
    send(row)
    assert (row.status, len(channel.keys)) == ("delivered", 1)


def test_a_worker_that_died_is_followed_under_the_same_key(channel: ScriptedChannel) -> None:
    row = text(facts.lead())
    OutgoingMessage.objects.filter(pk=row.pk).update(trying_since=timezone.now())
    send(row)
    assert (row.status, channel.keys) == ("sent", [str(row.pk)])


def test_without_keys_nobody_sends_again_what_may_have_gone_out(channel: ScriptedChannel) -> None:
    channel.is_repeatable = False
    row = text(facts.lead())
    OutgoingMessage.objects.filter(pk=row.pk).update(trying_since=timezone.now())
    send(row)
    assert (row.status, channel.keys) == ("failed", [])
    assert facts_of(row)["error"] == "Nobody knows whether it went out: the answer of the provider was lost."


def test_a_mistake_of_ours_leaves_no_message_waiting_for_ever(channel: ScriptedChannel) -> None:
    channel.is_repeatable = False
    channel.answers = [ZeroDivisionError("secret")]
    row = text(facts.lead())
    send(row)
    assert facts_of(row)["error"] == "Nobody knows whether it went out: ZeroDivisionError."
    send(row)
    assert row.status == "failed"


def test_an_address_that_was_stopped_meanwhile_gets_nothing(channel: ScriptedChannel) -> None:
    row = text(facts.lead())
    stops.stop(channel="sms", address=PHONE, reason=StopReason.OPT_OUT, now=timezone.now())
    send(row)
    assert (row.status, channel.keys) == ("failed", [])


def test_an_erased_lead_gets_nothing(channel: ScriptedChannel) -> None:
    lead = facts.lead()
    row = text(lead)
    erase_lead(lead.pk)
    sending.send(activity_id=row.pk, again=lambda at: None)
    assert (channel.keys, OutgoingMessage.objects.count()) == ([], 0)


def test_an_answer_is_written_down_once_the_database_is_back(
    channel: ScriptedChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = text(facts.lead())
    away, real = [OperationalError("gone"), OperationalError("gone")], sending.settle

    def settle(*given: Any) -> None:
        if away:
            raise away.pop()
        real(*given)

    monkeypatch.setattr(sending, "settle", settle)
    monkeypatch.setattr("activity.outbox.patience.time.sleep", lambda seconds: None)
    monkeypatch.setattr("activity.outbox.patience.connection", Mock())  # the test's own would be lost with it
    send(row)
    assert (row.status, len(channel.keys)) == ("sent", 1)


def test_the_job_puts_itself_off(channel: ScriptedChannel) -> None:
    channel.answers = [TryLater("Busy.", after=60.0)]
    row = text(facts.lead())
    jobs.send_message(lead_id=str(row.lead_id), activity_id=str(row.pk))
    later = Job.objects.filter(scheduled_at__isnull=False).get()
    assert isinstance(later.scheduled_at, datetime)
    assert later.args == {"lead_id": str(row.lead_id), "activity_id": str(row.pk)}
