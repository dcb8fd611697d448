"""Visits from the proposal to whatever came of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from activity.bookings import workflow
from activity.bookings.models import BookingSlot
from activity.kinds import SYSTEM
from activity.models import Activity
from activity.recorder import AlreadyLogged, Closed
from leads.erasure import erase_lead
from leads.exceptions import Refused
from tests.activity.bookings.visits import HOUR, NEHA, NOW, TEN, plan, proposed
from tests.leads.facts import lead
from tests.people import alice, bob


@pytest.mark.django_db
def test_a_proposal_says_who_goes_where_and_when() -> None:
    person = bob()
    visit = proposed(lead(), person)
    assert (visit.status, visit.message, visit.metadata) == (
        "pending",
        "Visit: The shop",
        {
            "starts_at": "2098-12-02T10:00:00+05:30",
            "ends_at": "2098-12-02T11:00:00+05:30",
            "timezone": "Asia/Kolkata",
            "place": "The shop",
            "staff_id": person.identifier,
        },
    )


@pytest.mark.django_db
def test_a_time_that_has_passed_is_refused() -> None:
    with pytest.raises(Refused, match="in_the_past"):
        proposed(lead(), bob(), NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [-59, -1, 0, 1, 59])
def test_nobody_is_promised_to_two_customers_at_once(minutes: int) -> None:
    person, other = bob(), lead(2)
    proposed(lead(1), person)
    with pytest.raises(Refused, match="double_booked Bob Rao"):
        proposed(other, person, TEN + timedelta(minutes=minutes))
    assert other.activities.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 1])
def test_one_visit_may_follow_another(hours: int) -> None:
    person = bob()
    proposed(lead(1), person)
    assert proposed(lead(2), person, TEN + hours * HOUR).status == "pending"


@pytest.mark.django_db
def test_two_colleagues_may_be_out_at_the_same_time() -> None:
    proposed(lead(1), bob())
    assert proposed(lead(2), alice()).status == "pending"


@pytest.mark.django_db
def test_the_same_page_sent_twice_proposes_once() -> None:
    row, person, key = lead(), bob(), uuid4()
    proposed(row, person, key=key)
    with pytest.raises(AlreadyLogged):
        proposed(row, person, key=key)
    assert row.activities.count() == 1


@pytest.mark.django_db
def test_the_customer_confirms() -> None:
    row = lead()
    done = workflow.confirm(activity_id=proposed(row, bob()).pk, actor=SYSTEM, now=NOW)
    note = row.activities.get(type="note")
    assert (done.status, note.message, note.actor_type) == (
        "confirmed", "The customer confirmed the visit", "system",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_colleague_confirms_for_the_customer() -> None:
    row = lead()
    workflow.confirm(activity_id=proposed(row, bob()).pk, actor=NEHA, now=NOW)
    note = row.activities.get(type="note")
    assert (note.message, note.actor_id) == ("Visit confirmed for the customer", "sales_user_5")


@pytest.mark.django_db
def test_what_is_confirmed_is_not_confirmed_again() -> None:
    row = lead()
    visit = proposed(row, bob())
    workflow.confirm(activity_id=visit.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(Closed):
        workflow.confirm(activity_id=visit.pk, actor=NEHA, now=NOW)
    assert row.activities.filter(type="note").count() == 1


@pytest.mark.django_db
def test_what_has_begun_is_not_confirmed_any_more() -> None:
    visit = proposed(lead(), bob())
    with pytest.raises(Refused, match="visit_over"):
        workflow.confirm(activity_id=visit.pk, actor=SYSTEM, now=TEN)


@pytest.mark.django_db
def test_a_customer_who_declines_is_called_at_once() -> None:
    row = lead()
    declined = workflow.decline(activity_id=proposed(row, bob()).pk, words="Friday?", actor=SYSTEM, now=NOW)
    task = row.activities.get(type="follow_up")
    assert (declined.status, declined.metadata["outcome"]) == ("declined", "Friday?")
    assert (task.message, task.due_at, task.status) == (
        "The customer cannot make the visit: Friday?", NOW, "pending",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_customer_may_think_otherwise_after_confirming() -> None:
    row = lead()
    visit = proposed(row, bob())
    workflow.confirm(activity_id=visit.pk, actor=SYSTEM, now=NOW)
    declined = workflow.decline(activity_id=visit.pk, words="", actor=SYSTEM, now=NOW)
    assert (declined.status, row.activities.filter(type="follow_up").count()) == ("cancelled", 1)


@pytest.mark.django_db
def test_a_colleague_who_logs_the_refusal_knows_of_it() -> None:
    row = lead()
    workflow.decline(activity_id=proposed(row, bob()).pk, words="", actor=NEHA, now=NOW)
    assert row.activities.filter(type="follow_up").count() == 0


@pytest.mark.django_db
def test_whoever_calls_off_says_why() -> None:
    row = lead()
    visit = proposed(row, bob())
    with pytest.raises(Refused, match="needs_reason"):
        workflow.call_off(activity_id=visit.pk, reason=" ", actor=NEHA)
    off = workflow.call_off(activity_id=visit.pk, reason="Van broke down", actor=NEHA)
    assert (off.status, off.metadata["outcome"]) == ("cancelled", "Van broke down")


@pytest.mark.django_db
def test_a_moved_visit_is_a_new_proposal_that_replaces_the_old_one() -> None:
    row, person = lead(), bob()
    old = proposed(row, person)
    later = plan(person, TEN + timedelta(minutes=30))  # its own old time is no hindrance
    new = workflow.move(activity_id=old.pk, plan=later, reason="Traffic", actor=NEHA, now=NOW)
    old.refresh_from_db()
    assert (old.status, old.metadata["outcome"]) == ("cancelled", "Traffic")
    assert (new.status, new.metadata["replaces"]) == ("pending", str(old.pk))


@pytest.mark.django_db
def test_a_visit_that_cannot_be_moved_stays_as_it_was() -> None:
    person = bob()
    proposed(lead(1), person, TEN + HOUR)
    visit = proposed(lead(2), person)
    with pytest.raises(Refused, match="double_booked"):
        workflow.move(
            activity_id=visit.pk, plan=plan(person, TEN + HOUR), reason="Traffic", actor=NEHA, now=NOW
        )
    visit.refresh_from_db()
    assert visit.status == "pending"


@pytest.mark.django_db
def test_moving_is_done_once_however_often_the_page_is_sent() -> None:
    row, person, key = lead(), bob(), uuid4()
    told = {"plan": plan(person, TEN + HOUR), "reason": "Traffic", "actor": NEHA, "now": NOW, "key": key}
    visit = proposed(row, person)
    workflow.move(activity_id=visit.pk, **told)
    with pytest.raises(AlreadyLogged):
        workflow.move(activity_id=visit.pk, **told)
    assert row.activities.filter(type="booking").count() == 2


@pytest.mark.django_db
def test_an_erased_lead_takes_its_visits_along() -> None:
    row = lead()
    proposed(row, bob())
    erase_lead(row.pk)
    assert (Activity.objects.count(), BookingSlot.objects.count()) == (0, 0)
