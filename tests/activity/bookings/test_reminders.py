"""Before a visit: who confirmed is reminded, who did not answer is called, once each."""

import base64
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from activity.bookings import reminders, workflow
from activity.bookings.telling import Teller
from activity.kinds import SYSTEM
from activity.models import Activity
from activity.outbox import stops
from activity.outbox.models import OutgoingMessage, StopReason
from leads.erasure import erase_lead
from leads.exceptions import Refused
from leads.models import Lead
from tests.activity.bookings.visits import HOUR, NEHA, NOW, SITE, TEN, plan, proposed
from tests.database.access import run
from tests.leads.facts import lead
from tests.people import bob

pytestmark = pytest.mark.django_db
BEFORE = TEN - 24 * HOUR


def remind(visit: Activity, now: datetime = BEFORE, site: str = SITE) -> None:
    reminders.remind_now(lead_id=visit.lead_id, activity_id=visit.pk, site=site, now=now)


def confirmed(row: Lead) -> Activity:
    return workflow.confirm(activity_id=proposed(row, bob()).pk, actor=SYSTEM, now=NOW)


def jobs() -> list[tuple[datetime, str]]:
    rows = run(
        "select scheduled_at, args ->> 'activity_id' from procrastinate_jobs where task_name = 'remind-of-visit'"
    )
    return [(at, key) for at, key in rows]


@pytest.mark.parametrize(
    ("ahead", "before"), [(timedelta(days=5), 24 * HOUR), (timedelta(hours=20), 2 * HOUR), (HOUR, None)]
)
def test_a_proposal_plans_its_reminder(ahead: timedelta, before: timedelta | None) -> None:
    visit = proposed(lead(), bob(), NOW + ahead)
    assert jobs() == ([] if before is None else [(NOW + ahead - before, str(visit.pk))])


def test_who_confirmed_is_reminded_by_email_with_the_calendar_file() -> None:
    row = lead(email="priya@example.com")
    remind(confirmed(row))
    sent = OutgoingMessage.objects.get()
    (file,) = sent.attachments
    (event,) = Calendar.from_ical(base64.b64decode(file["base64"])).walk("VEVENT")
    assert (sent.channel, sent.address, event.decoded("dtstart")) == ("email", "priya@example.com", TEN)
    assert "looks forward to the visit" in sent.text
    assert f"{SITE}visit/" in sent.text


def test_a_reminder_is_automatic_and_no_answer_of_ours() -> None:
    row = lead()
    remind(confirmed(row))
    sms = row.activities.get(type="sms")
    row.refresh_from_db()
    assert (sms.metadata["automatic"], sms.actor_type, row.first_response_at) == (True, "system", None)


def test_run_twice_it_reminds_once() -> None:
    visit = confirmed(lead())
    remind(visit)
    remind(visit)
    assert OutgoingMessage.objects.count() == 1


def test_who_has_not_answered_is_called_once() -> None:
    row = lead()
    visit = proposed(row, bob())
    remind(visit)
    remind(visit, BEFORE + HOUR)
    task = row.activities.get(type="follow_up")
    assert (task.message, task.due_at, OutgoingMessage.objects.count()) == (
        "The customer has not said yet whether the visit suits them", BEFORE, 0,
    )  # fmt: skip


def test_where_no_message_may_go_a_colleague_calls() -> None:
    row = lead()
    visit = confirmed(row)
    stops.stop(channel="sms", address=str(row.phone), reason=StopReason.OPT_OUT, now=NOW)
    remind(visit)
    assert (row.activities.get(type="follow_up").message, OutgoingMessage.objects.count()) == (
        "Remind the customer of the visit", 0,
    )  # fmt: skip


def test_without_the_address_of_the_site_a_colleague_calls() -> None:
    row = lead()
    remind(confirmed(row), site="")
    assert row.activities.filter(type="follow_up").count() == 1


def test_of_a_visit_that_is_off_nobody_hears() -> None:
    row = lead()
    visit = confirmed(row)
    workflow.call_off(activity_id=visit.pk, reason="Van broke down", actor=NEHA)
    before = row.activities.count()
    remind(visit)
    assert row.activities.count() == before


def test_of_a_visit_that_was_moved_the_new_one_is_reminded_of() -> None:
    row, person = lead(), bob()
    old = proposed(row, person)
    new = workflow.move(
        activity_id=old.pk, plan=plan(person, TEN + 72 * HOUR), reason="Traffic", actor=NEHA, now=NOW
    )
    remind(old)
    assert row.activities.filter(type="follow_up").count() == 0
    assert sorted(key for _at, key in jobs()) == sorted([str(old.pk), str(new.pk)])


def test_after_it_has_begun_nobody_is_reminded() -> None:
    row = lead()
    remind(proposed(row, bob()), TEN)
    assert row.activities.count() == 1


def test_an_erased_customer_is_reminded_of_nothing() -> None:
    row = lead()
    visit = proposed(row, bob())
    key, lead_id = visit.pk, visit.lead_id
    erase_lead(row.pk)
    reminders.remind_now(lead_id=lead_id, activity_id=key, site=SITE, now=BEFORE)
    assert (Activity.objects.count(), jobs()) == (0, [])


@pytest.mark.parametrize(
    ("language", "words"), [("en", "proposes a visit"), ("hi", "मुलाक़ात का प्रस्ताव"), ("es", "le propone una visita")]
)  # fmt: skip
def test_the_invitation_is_in_the_customers_language(language: str, words: str) -> None:
    row = lead()
    row.submissions.update(submitted={"language": language})
    visit = proposed(row, bob())
    Teller(row, visit, SITE).tell("invitation", way="sms", actor=NEHA, now=NOW)
    text = OutgoingMessage.objects.get().text
    assert (words in text, f"?lang={language}" in text, "Bob Rao" in text) == (True, True, True)


def test_a_customer_without_that_address_is_not_told() -> None:
    visit = proposed(lead(), bob())
    with pytest.raises(Refused, match="no_contact"):
        Teller(visit.lead, visit, SITE).tell("invitation", way="email", actor=NEHA, now=NOW)
