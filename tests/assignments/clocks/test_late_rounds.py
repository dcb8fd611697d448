"""What a customer writes between the press of a button and the provider's yes begins a wait of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import hearing
from assignments.clocks.models import LeadClock
from leads.models import Lead
from leadsite.keys import new_id
from tests.activity.outbox.conftest import channel
from tests.activity.outbox.messages import PHONE, send, text
from tests.activity.outbox.scripted import ScriptedChannel
from tests.leads import facts

__all__ = ["channel"]  # the fixture of the outbox
pytestmark = [pytest.mark.django_db]
MINUTE = timedelta(minutes=1)
PRESSED = timezone.now() - 10 * MINUTE


def wrote(lead: Lead, at: object) -> Activity:
    told = {"provider": "meta", "provider_id": str(new_id()), "from": PHONE}
    said = {"lead_id": lead.pk, "kind": "whatsapp", "text": "Hello?", "facts": told}
    return hearing.hear(**said, automatic=False, actor=SYSTEM, at=at, key=new_id())  # type: ignore[arg-type]  # as above


def waits(lead: Lead) -> list[tuple[object, ...]]:
    rows = LeadClock.objects.filter(lead=lead).order_by("started_at")
    return list(rows.values_list("clock", "started_at", "answered_at"))


def test_a_message_after_the_press_waits_from_when_it_was_written(channel: ScriptedChannel) -> None:
    lead = facts.lead(asked=PRESSED - MINUTE)
    row = text(lead, now=PRESSED)
    wrote(lead, PRESSED + MINUTE)
    send(row)
    assert waits(lead) == [
        ("first_response", lead.created_at, PRESSED),
        ("next_response", PRESSED + MINUTE, None),
    ]
    assert LeadClock.objects.running().get(lead=lead).fingerprint != ""


def test_it_does_so_in_a_later_round_too(channel: ScriptedChannel) -> None:
    lead = facts.lead(asked=PRESSED - 9 * MINUTE)
    send(text(lead, now=PRESSED - 8 * MINUTE))
    wrote(lead, PRESSED - 5 * MINUTE)
    row = text(lead, now=PRESSED)
    for minutes in (1, 2):
        wrote(lead, PRESSED + minutes * MINUTE)
    send(row)
    assert waits(lead)[1:] == [
        ("next_response", PRESSED - 5 * MINUTE, PRESSED),
        ("next_response", PRESSED + MINUTE, None),
    ]


def test_a_message_before_the_press_is_answered_by_it(channel: ScriptedChannel) -> None:
    lead = facts.lead(asked=PRESSED - 2 * MINUTE)
    row = text(lead, now=PRESSED)
    wrote(lead, PRESSED - MINUTE)
    send(row)
    assert waits(lead) == [("first_response", lead.created_at, PRESSED)]
