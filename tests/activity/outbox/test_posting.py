"""A message enters the outbox together with the deed, once."""

import pytest
from django.db import transaction

from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import OutgoingMessage, StopReason
from activity.recorder import AlreadyLogged
from leads.exceptions import Refused
from leadsite.jobs.models import Job
from leadsite.keys import new_id
from tests.activity.outbox.messages import PHONE, text, waiting_jobs
from tests.activity.outbox.scripted import ScriptedChannel
from tests.leads import facts
from tests.leads.quoting.rows import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel")]


def test_row_message_and_job_are_there_together() -> None:
    row = text(facts.lead(), template="samples")
    assert (row.status, row.message, row.metadata) == (
        "queued",
        "Your samples are here.",
        {
            "direction": "out",
            "automatic": False,
            "retry_count": 0,
            "provider": "scripted",
            "to": PHONE,
            "template": "samples",
        },
    )
    message = OutgoingMessage.objects.get(pk=row.pk)
    assert (message.channel, message.address, message.text) == ("sms", PHONE, "Your samples are here.")
    assert waiting_jobs(row) == 1


def test_nothing_is_there_when_the_deed_is_taken_back() -> None:
    lead = facts.lead()
    with transaction.atomic():
        text(lead)
        transaction.set_rollback(True)
    assert (OutgoingMessage.objects.count(), Job.objects.count()) == (0, 0)


def test_a_page_that_is_sent_twice_posts_once() -> None:
    lead, key = facts.lead(), new_id()
    text(lead, key=key)
    with pytest.raises(AlreadyLogged):
        text(lead, key=key)
    assert waiting_jobs(key) == OutgoingMessage.objects.count() == 1


def test_nothing_is_posted_to_an_address_that_is_stopped() -> None:
    lead = facts.lead()
    stops.stop(channel="sms", address=PHONE, reason=StopReason.OPT_OUT, now=NOW)
    with pytest.raises(Refused, match="stopped_address"):
        text(lead)
    assert not Activity.objects.of_types(["sms"]).exists()


def test_nothing_is_posted_where_no_provider_is_set_up(channel: ScriptedChannel) -> None:
    with pytest.raises(Refused, match="no_channel"):
        text(facts.lead(), channel="pigeon")


def test_a_message_that_waits_answers_nobody() -> None:
    lead = facts.lead()
    text(lead)
    lead.refresh_from_db()
    assert (lead.first_response_at, lead.last_contact_at) == (None, None)
