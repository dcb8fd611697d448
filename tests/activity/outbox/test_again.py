"""A message that failed is sent anew at the press of a button, once."""

from functools import partial

import pytest
from django.utils import timezone

from activity.models import Activity
from activity.outbox.again import retry
from activity.outbox.channels import Rejected
from activity.outbox.receipts import receipt
from activity.recorder import AlreadyLogged
from leads.exceptions import Refused
from tests.activity.outbox.messages import NEHA, send, text
from tests.activity.outbox.scripted import ScriptedChannel
from tests.leads import facts
from tests.racing import one_after_the_other

pytestmark = pytest.mark.django_db


def failed(channel: ScriptedChannel) -> Activity:
    channel.answers = [Rejected("No such number.")]
    row = text(facts.lead())
    send(row)
    return row


def test_the_same_words_go_to_the_same_address(channel: ScriptedChannel) -> None:
    old = failed(channel)
    new = retry(activity_id=old.pk, actor=NEHA, now=timezone.now())
    send(new)
    assert (new.status, new.message) == ("sent", old.message)
    assert new.outgoing.text == old.outgoing.text


def test_pressed_twice_it_is_sent_once(channel: ScriptedChannel) -> None:
    old = failed(channel)
    retry(activity_id=old.pk, actor=NEHA, now=timezone.now())
    with pytest.raises(AlreadyLogged):
        retry(activity_id=old.pk, actor=NEHA, now=timezone.now())
    assert Activity.objects.of_types(["sms"]).count() == 2


def test_what_was_sent_is_not_sent_again(channel: ScriptedChannel) -> None:
    row = text(facts.lead())
    send(row)
    with pytest.raises(Refused, match="not_failed"):
        retry(activity_id=row.pk, actor=NEHA, now=timezone.now())


def test_it_goes_to_the_number_that_was_corrected_meanwhile(channel: ScriptedChannel) -> None:
    old = failed(channel)
    old.lead.phone = "+919820000009"
    old.lead.save(update_fields=["phone"])
    assert retry(activity_id=old.pk, actor=NEHA, now=timezone.now()).outgoing.address == "+919820000009"


def test_it_goes_nowhere_once_the_number_was_taken_out(channel: ScriptedChannel) -> None:
    old = failed(channel)
    old.lead.phone, old.lead.email = None, "priya@example.com"
    old.lead.save(update_fields=["phone", "email"])
    with pytest.raises(Refused, match="no_phone"):
        retry(activity_id=old.pk, actor=NEHA, now=timezone.now())
    assert Activity.objects.of_types(["sms"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_arrives_while_somebody_presses_is_not_sent_twice(channel: ScriptedChannel) -> None:
    old = failed(channel)
    again = partial(retry, activity_id=old.pk, actor=NEHA, now=timezone.now())
    arrives = partial(receipt, channel="sms", provider_id="x", status="delivered", message=old.pk)
    _, refused = one_after_the_other(partial(arrives, error="", at=timezone.now()), again)
    assert isinstance(refused, Refused)
    assert refused.code == "not_failed"


def test_nobody_has_to_look_for_another_way_until_that_fails_too(channel: ScriptedChannel) -> None:
    old = failed(channel)
    tasks = Activity.objects.pending_follow_ups()
    assert tasks.count() == 1
    new = retry(activity_id=old.pk, actor=NEHA, now=timezone.now())
    assert tasks.count() == 0
    channel.answers = [Rejected("No such number.")]
    send(new)
    assert tasks.count() == 1
