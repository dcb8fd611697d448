"""The other side of a conflict: who made something what it is, as far as the log tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity import authors, follow_ups, recorder
from activity.bookings import workflow as visits
from activity.kinds import SYSTEM, Actor
from activity.models import Activity
from activity.recorder import Closed
from leads.exceptions import Author, Clash
from leads.models import Lead
from tests.activity.bookings.visits import NOW, proposed
from tests.leads.facts import lead
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
NEHA = Actor("user", "sales_user_5")


def planned(row: Lead) -> Activity:
    now = timezone.now()
    at = now + timedelta(hours=1)
    return follow_ups.plan(lead_id=row.pk, action="call", at=at, reason="", actor=NEHA, now=now)


def closed(row: Activity) -> Clash:
    with pytest.raises(Closed) as caught:
        follow_ups.cancel(activity_id=row.pk, reason="Mine", actor=NEHA)
    (clash,) = caught.value.clashes
    return clash


def test_who_settled_a_row_is_known_by_the_entry_that_goes_with_it() -> None:
    row, rajesh = planned(lead()), in_role("Sales", "rajesh", "Rajesh Kumar")
    actor = Actor("user", rajesh.identifier)
    follow_ups.complete(activity_id=row.pk, outcome="Talked", actor=actor, now=timezone.now())
    clash = closed(row)
    assert (clash.seen, clash.wanted, clash.now) == ("pending", "cancelled", "completed")
    assert (clash.why, clash.because) == ("Mine", "Talked")
    assert clash.by == Author("user", rajesh.identifier, "Rajesh Kumar")


def test_who_settled_it_by_plain_sql_nobody_knows() -> None:
    row = planned(lead())
    Activity.objects.filter(pk=row.pk).update(status="completed")
    assert (closed(row).by, closed(row).now) == (Author(), "completed")


def test_what_was_put_off_names_the_row_in_its_place_and_who_planned_it() -> None:
    row, now = planned(lead()), timezone.now()
    later = follow_ups.snooze(activity_id=row.pk, at=now + timedelta(days=1), actor=NEHA, now=now)
    clash = closed(row)
    assert (clash.now, clash.because, clash.instead) == ("snoozed", "", str(later.pk))
    assert clash.by.id == NEHA.id


def test_a_customer_who_confirmed_is_the_system_of_a_visit() -> None:
    visit = proposed(lead(), alice())
    visits.confirm(activity_id=visit.pk, actor=SYSTEM, now=NOW)
    visit.refresh_from_db()
    assert authors.row_clash(visit, seen="pending", wanted="cancelled", why="").by == Author("system")


def test_a_lead_that_plain_sql_moved_was_moved_by_whom_the_log_says() -> None:
    row = lead()
    Lead.objects.filter(pk=row.pk).update(status="lost")
    clash = authors.status_clash(lead_id=row.pk, seen="new", wanted="qualified", now="lost", why="")
    assert (clash.by, clash.because) == (Author("system"), "")


def test_one_who_says_the_same_once_more_repeats_themselves() -> None:
    row = planned(lead())
    follow_ups.cancel(activity_id=row.pk, reason="Mine", actor=NEHA)
    with pytest.raises(Closed) as caught:
        follow_ups.cancel(activity_id=row.pk, reason="Mine", actor=NEHA)
    assert (caught.value.repeats("sales_user_5"), caught.value.repeats("sales_user_6")) == (True, False)
    assert not recorder.Closed(row).repeats("sales_user_5")
