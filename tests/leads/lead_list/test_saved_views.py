"""What belongs into which tab."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from activity import recorder
from activity.kinds import SYSTEM, Actor
from assignments import workflow
from assignments.models import Assignment, LeadClock
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
    neha, before = in_role("Sales"), NOON - timedelta(hours=2)
    late = workflow.take(lead_id=lead(1, name="Late", asked=before).pk, owner=neha, actor=SYSTEM, now=before)
    workflow.take(lead_id=lead(2, name="In time", asked=NOON).pk, owner=neha, actor=SYSTEM, now=NOON)
    done = workflow.take(
        lead_id=lead(3, name="Answered", asked=before).pk, owner=neha, actor=SYSTEM, now=before
    )
    workflow.record_contact(
        lead_id=done.lead_id, kind="call", message="Called", actor=Actor("user", neha.identifier), now=NOON,
        facts={"direction": "out", "outcome": "reached"},
    )  # fmt: skip
    assert in_view("overdue", Reader(neha, NOON)) == ["Late"]
    assert in_view("overdue", Reader(neha, late.sla_deadline)) == []


def waiting(number: int, name: str, deadline: datetime | None, **changed: object) -> Lead:
    """A lead that nobody has, whose customer is to be answered by then."""
    row = lead(number, name=name)
    LeadClock.objects.filter(lead=row).update(deadline=deadline, **changed)
    return row


def test_overdue_are_customers_whose_own_deadline_has_passed_owner_or_not() -> None:
    neha, second = in_role("Sales"), timedelta(seconds=1)
    waiting(1, "Nobody’s", NOON - second)
    waiting(2, "In time", NOON)
    waiting(3, "Answered late", NOON - second, answered_at=NOON)
    waiting(4, "Closed", NOON - second, stopped_at=NOON)
    both = waiting(5, "Both", NOON - second)
    assigned = {"lead": both, "owner": neha, "owner_name": neha.name}
    Assignment.objects.create(**assigned, sla_deadline=NOON - second)
    assert in_view("overdue", Reader(neha, NOON)) == ["Both", "Nobody’s"]
    view = named("overdue")
    assert view is not None
    assert view.first(Reader(neha, NOON), 9).count() == 2


def test_while_it_is_the_customers_turn_nothing_is_overdue_or_due() -> None:
    neha = in_role("Sales")
    row = waiting(1, "Measures the room", None, paused=True)
    Assignment.objects.create(lead=row, owner=neha, owner_name=neha.name, sla_deadline=LAST_WEEK)
    assert in_view("overdue", Reader(neha, NOON)) == []
    assert in_view("due-today", Reader(neha, NOON)) == []
    assert list(Lead.objects.with_deadline().values_list("deadline", flat=True)) == [None]


def test_a_lead_shows_the_sooner_of_the_customers_deadline_and_the_owners() -> None:
    neha, hour = in_role("Sales"), timedelta(hours=1)
    for number, owners in enumerate((NOON - hour, NOON + hour, None)):
        row = waiting(number + 1, f"Lead {number}", NOON)
        if owners:
            Assignment.objects.create(lead=row, owner=neha, owner_name=neha.name, sla_deadline=owners)
    found = Lead.objects.with_deadline().order_by("name").values_list("deadline", flat=True)
    assert list(found) == [NOON - hour, NOON, NOON]


def test_late_answers_are_those_that_the_figure_counts() -> None:
    neha = in_role("Sales")
    waiting(1, "Nobody’s", LAST_WEEK)
    row = waiting(2, "Hers", NOON)
    Assignment.objects.create(lead=row, owner=neha, owner_name=neha.name, sla_deadline=LAST_WEEK)
    assert in_view("late-answers", Reader(neha, NOON)) == ["Hers"]


def test_due_today_are_customers_to_answer_today_owner_or_not() -> None:
    waiting(1, "Today", NOON)
    waiting(2, "Tomorrow", NOON + timedelta(days=1))
    assert in_view("due-today", Reader(in_role("Sales"), NOON)) == ["Today"]


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
        asked, suspect = NOON + timedelta(hours=hours), "flood" if hours == -200 else None
        row = lead(number, name=f"Answer {hours}", asked=asked, suspect=suspect)
        workflow.take(lead_id=row.pk, owner=neha, actor=SYSTEM, now=asked)
        row = lead(10 + number, name=f"Follow up {hours}")
        follow_up(row, NOON + timedelta(hours=hours))
        follow_up(row, NOON + timedelta(days=30))
    reader = Reader(neha, NOON)
    walked = [view for view in VIEWS if view.seen]
    met = {view.name: view.met(Lead.objects.all(), reader) for view in walked}
    found = {name: sorted(row.name for row in leads) for name, leads in met.items()}
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
