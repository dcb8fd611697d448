"""Receipts come twice, late and out of order, and do no harm."""

import pytest
from django.utils import timezone

from activity.models import Activity
from activity.outbox.again import retry
from activity.outbox.channels import Unknown
from activity.outbox.receipts import receipt
from leads.exceptions import Refused
from tests.activity.outbox.messages import NEHA, send, text
from tests.activity.outbox.scripted import ScriptedChannel
from tests.leads import facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel")]


def told(row: Activity, *statuses: str, **said: object) -> str:
    for status in statuses:
        assert receipt(channel="sms", provider_id=f"SM-{row.pk}", status=status, at=timezone.now(), **said)  # type: ignore[arg-type]  # error or message
    row.refresh_from_db()
    return row.status


@pytest.mark.parametrize(
    ("statuses", "stands"),
    [
        (["delivered"], "delivered"),
        (["delivered", "delivered"], "delivered"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "failed"], "delivered"),
        (["failed", "delivered"], "failed"),
    ],
)
def test_the_log_only_moves_forward(statuses: list[str], stands: str) -> None:
    row = text(facts.lead())
    send(row)
    assert told(row, *statuses) == stands


def test_an_id_that_nobody_knows_is_harmless() -> None:
    assert not receipt(channel="sms", provider_id="SM-unknown", status="delivered", at=timezone.now())


def test_one_that_is_here_before_the_answer_to_our_call_counts() -> None:
    lead = facts.lead()
    row = text(lead)
    assert told(row, "delivered", message=row.pk) == "delivered"
    lead.refresh_from_db()
    assert lead.first_response_at == row.created_at
    assert (row.metadata or {})["provider_id"] == f"SM-{row.pk}"


def test_the_answer_that_comes_after_its_receipt_changes_nothing(channel: ScriptedChannel) -> None:
    row = text(facts.lead())
    told(row, "delivered", message=row.pk)
    send(row)
    assert (row.status, channel.keys) == ("delivered", [])


def test_what_was_taken_and_not_delivered_stays_an_answer_and_asks_for_another_way() -> None:
    lead = facts.lead()
    row = text(lead)
    send(row)
    assert told(row, "failed", "failed", error="The phone is off.") == "failed"
    lead.refresh_from_db()
    assert lead.first_response_at == row.created_at
    (task,) = Activity.objects.filter(lead=lead).pending_follow_ups()
    assert task.message == "The SMS did not reach the customer: The phone is off."


def test_what_was_given_up_and_arrived_says_so_once_and_is_not_sent_again(channel: ScriptedChannel) -> None:
    channel.is_repeatable = False
    channel.answers = [Unknown("The connection was cut.")]
    row = text(facts.lead())
    while send(row):
        pass
    assert (row.status, Activity.objects.pending_follow_ups().count()) == ("failed", 1)
    assert told(row, "delivered", "read", message=row.pk) == "failed"
    note = Activity.objects.get(type="note")
    assert note.message == "The SMS that was given up did reach the customer."
    assert Activity.objects.pending_follow_ups().count() == 0
    with pytest.raises(Refused, match="not_failed"):
        retry(activity_id=row.pk, actor=NEHA, now=timezone.now())
