"""The owner is told that the customer wrote: once a wait."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from activity import waiting
from activity.kinds import SYSTEM, Actor
from activity.models import Activity
from activity.outbox import hearing
from assignments import workflow
from assignments.notices.messages import tell_of_message
from assignments.notices.models import Notice
from leads.models import Lead
from leadsite.accounts.models import User
from leadsite.jobs.models import Job
from leadsite.keys import new_id
from tests.leads import facts
from tests.people import in_role

pytestmark = pytest.mark.django_db
PHONE, MINUTE = "+919820000001", timedelta(minutes=1)
NOW = timezone.now()


@pytest.fixture
def neha() -> User:
    return in_role("Sales")


def owned(neha: User, *, answered: bool = True) -> Lead:
    lead, actor = facts.lead(asked=NOW - timedelta(hours=1)), Actor("user", neha.identifier)
    workflow.take(lead_id=lead.pk, owner=neha, actor=actor, now=NOW - 50 * MINUTE)
    if answered:
        said = {"direction": "out", "outcome": "reached"}
        workflow.record_contact(
            lead_id=lead.pk, kind="call", message="Talked", facts=said, actor=actor, now=NOW - 40 * MINUTE
        )
    return lead


def wrote(lead: Lead, text: str = "Is oak in stock?", *, at: datetime = NOW) -> Activity:
    """Told of twice, as a job may run twice."""
    obeyed = hearing.obeyed(channel="whatsapp", address=PHONE, text=text, now=at)
    told = {"provider": "meta", "provider_id": str(new_id()), "from": PHONE}
    row = hearing.hear(
        lead_id=lead.pk, kind="whatsapp", text=text, facts=told, automatic=obeyed, actor=SYSTEM, at=at, key=new_id()
    )  # fmt: skip
    for _ in range(2):
        tell_of_message(lead_id=str(lead.pk), activity_id=str(row.pk))
    return row


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.exclude(event="assigned").order_by("created_at")
    return list(rows.values_list("recipient", "event"))


def test_a_message_starts_the_job(neha: User) -> None:
    lead = owned(neha)
    row = wrote(lead)
    (job,) = Job.objects.filter(task_name="tell-of-message")
    assert job.args == {"lead_id": str(lead.pk), "activity_id": str(row.pk)}


def test_the_owner_hears_once_a_wait_and_by_when_to_answer(neha: User) -> None:
    lead = owned(neha)
    wrote(lead)
    wrote(lead, "Hello?", at=NOW + MINUTE)
    assert told() == [(neha.identifier, "heard")]
    assert Notice.objects.get(event="heard").facts["deadline"]


def test_the_next_wait_is_told_again(neha: User) -> None:
    lead = owned(neha)
    wrote(lead)
    said = {"direction": "out", "automatic": False, "provider": "by hand", "retry_count": 0}
    workflow.record_contact(
        lead_id=lead.pk, kind="whatsapp", message="Yes", facts=said, actor=Actor("user", neha.identifier),
        now=NOW + MINUTE,
    )  # fmt: skip
    wrote(lead, "How much?", at=NOW + 2 * MINUTE)
    assert told() == [(neha.identifier, "heard")] * 2


def test_of_a_lead_that_is_new_its_owner_knows(neha: User) -> None:
    wrote(owned(neha, answered=False))
    assert told() == []


def test_but_for_one_that_was_put_off_until_the_customer_wrote(neha: User) -> None:
    lead = owned(neha, answered=False)
    waiting.begin(lead_id=lead.pk, reason="Measures", actor=Actor("user", neha.identifier), now=NOW - MINUTE)
    wrote(lead, at=timezone.now())
    assert told() == [(neha.identifier, "heard")]


def test_who_wants_no_more_messages_is_told_and_who_wants_them_again_is_not(neha: User) -> None:
    lead = owned(neha)
    wrote(lead, "STOP")
    wrote(lead, "START", at=NOW + MINUTE)
    assert told() == [(neha.identifier, "stopped")]


def test_a_lead_that_was_erased_is_nobodys(neha: User) -> None:
    tell_of_message(lead_id=str(new_id()), activity_id=str(new_id()))
    assert told() == []
