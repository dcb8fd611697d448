"""What belongs into which tab."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from activity import recorder
from activity.kinds import SYSTEM
from assignments import workflow
from leads.lead_list.saved_views import VIEWS, Reader, named
from leads.models import Lead
from tests.leads.facts import lead
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=ZoneInfo(settings.TIME_ZONE))
LAST_WEEK = NOON - timedelta(days=7)


def in_view(name: str, reader: Reader) -> list[str]:
    view = named(name)
    assert view is not None
    return sorted(view.leads(Lead.objects.all(), reader).values_list("name", flat=True))


def follow_up(row: Lead, at: datetime) -> None:
    recorder.record(
        lead_id=row.pk,
        kind="follow_up",
        message="Call",
        actor=SYSTEM,
        metadata={"action": "call", "scheduled_for": at.isoformat()},
    )


def test_mine_are_those_that_i_own() -> None:
    neha, rajesh = in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    for name, owner in (("Hers", neha), ("His", rajesh)):
        row = lead(name=name, phone=None, email=f"{name}@example.com", folio=None)
        row.submissions.all().delete()
        workflow.take(lead_id=row.pk, owner=owner, actor=SYSTEM, now=NOON)
    assert in_view("mine", Reader(neha, NOON)) == ["Hers"]


def test_unassigned_are_open_ones_that_nobody_has() -> None:
    neha = in_role("Sales")
    lead(1, name="Free")
    lead(2, name="Free and lost", status="lost")
    workflow.take(lead_id=lead(3, name="Taken").pk, owner=neha, actor=SYSTEM, now=NOON)
    assert in_view("unassigned", Reader(neha, NOON)) == ["Free"]


def test_overdue_are_those_whose_owner_has_not_answered_in_time() -> None:
    neha = in_role("Sales")
    late = workflow.take(
        lead_id=lead(1, name="Late").pk, owner=neha, actor=SYSTEM, now=NOON - timedelta(hours=2)
    )
    workflow.take(lead_id=lead(2, name="In time").pk, owner=neha, actor=SYSTEM, now=NOON)
    done = workflow.take(
        lead_id=lead(3, name="Answered").pk, owner=neha, actor=SYSTEM, now=NOON - timedelta(hours=2)
    )
    workflow.answered(workflow.locked(done.lead_id), NOON, by_us=True)
    assert in_view("overdue", Reader(neha, NOON)) == ["Late"]
    assert in_view("overdue", Reader(neha, late.sla_deadline)) == []


def test_due_today_are_answers_and_follow_ups_of_the_shops_day_and_late_ones() -> None:
    neha = in_role("Sales")
    workflow.take(lead_id=lead(1, name="Answer today").pk, owner=neha, actor=SYSTEM, now=NOON)
    follow_up(lead(2, name="Call tonight"), NOON.replace(hour=23, minute=59))
    follow_up(lead(3, name="Call tomorrow"), NOON.replace(hour=0) + timedelta(days=1))
    follow_up(lead(4, name="Call last week"), LAST_WEEK)
    both = lead(5, name="Both")
    workflow.take(lead_id=both.pk, owner=neha, actor=SYSTEM, now=NOON)
    follow_up(both, NOON)
    lead(6, name="Nothing due")
    assert in_view("due-today", Reader(neha, NOON)) == [
        "Answer today",
        "Both",
        "Call last week",
        "Call tonight",
    ]


def test_a_walk_meets_the_leads_that_are_looked_up() -> None:
    neha = in_role("Sales")
    for number, hours in enumerate((-200, -5, 0, 5, 40)):
        row = lead(number, name=f"Answer {hours}", suspect="flood" if hours == -200 else None)
        workflow.take(lead_id=row.pk, owner=neha, actor=SYSTEM, now=NOON + timedelta(hours=hours))
        row = lead(10 + number, name=f"Follow up {hours}")
        follow_up(row, NOON + timedelta(hours=hours))
        follow_up(row, NOON + timedelta(days=30))
    reader = Reader(neha, NOON)
    met = {view.name: view.met(Lead.objects.all(), reader) for view in VIEWS}
    found = {name: sorted(row.name for row in leads) for name, leads in met.items() if leads is not None}
    assert found == {name: in_view(name, reader) for name in ("overdue", "due-today")}
    assert (len(found["overdue"]), len(found["due-today"])) == (1, 7)


def test_new_today_begins_at_the_shops_midnight() -> None:
    midnight = NOON.replace(hour=0)
    lead(1, name="At midnight", asked=midnight)
    lead(2, name="Just before", asked=midnight - timedelta(microseconds=1))
    assert in_view("new-today", Reader(alice(), NOON)) == ["At midnight"]


def test_suspects_are_in_no_other_view() -> None:
    neha = in_role("Sales")
    row = lead(1, name="Bot", asked=NOON, suspect="honeypot")
    follow_up(row, NOON)
    workflow.take(lead_id=row.pk, owner=neha, actor=SYSTEM, now=NOON - timedelta(hours=2))
    lead(2, name="Discarded bot", suspect="flood", status="lost")
    found = {view.name: in_view(view.name, Reader(neha, NOON)) for view in VIEWS}
    assert found == {**{name: [] for name in found}, "suspects": ["Bot"]}
