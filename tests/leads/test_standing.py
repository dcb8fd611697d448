"""What leads keep although it follows from log and assignments, computed again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from activity import follow_ups
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from assignments.models import Assignment
from leads import standing
from leads.bulk import moves
from leads.demo import generation, load
from leads.models import Lead
from leads.workflow import change_status
from leadsite.keys import new_id
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.people import in_role

NEHA = Actor("user", "sales_user_5")
CALLED = {"direction": "out", "outcome": "reached"}
WROTE = {"direction": "in", "automatic": False, "channel": "by hand", "retry_count": 0}


def log(row: Lead, kind: str, minutes: int, facts: dict[str, object], by: str = "user") -> None:
    at = NOW + timedelta(minutes=minutes)
    Activity.objects.create(
        lead=row,
        type=kind,
        created_at=at,
        message="x",
        actor_type=by,
        actor_id="sales_user_5",
        metadata=facts,
    )


def times(row: Lead) -> tuple[datetime | None, datetime | None]:
    row.refresh_from_db()
    return row.first_response_at, row.last_contact_at


def recomputed(row: Lead) -> tuple[str, ...]:
    """In which columns the lead differed, after they were put right."""
    found = standing.differing()
    standing.settle(list(found))
    assert standing.differing() == {}
    return found.get(row.pk, ())


@pytest.mark.django_db
def test_a_lead_that_nobody_has_touched_is_as_it_should_be() -> None:
    assert recomputed(lead()) == ()


@pytest.mark.django_db
def test_times_that_were_lost_come_from_the_log() -> None:
    row = lead()
    log(row, "email", 5, WROTE)
    log(row, "call", 10, CALLED)
    log(row, "call", 30, CALLED)
    log(row, "email", 40, {**WROTE, "direction": "out", "automatic": True}, by="system")
    assert recomputed(row) == ("first_response_at", "last_contact_at")
    assert times(row) == (NOW + timedelta(minutes=10), NOW + timedelta(minutes=30))


@pytest.mark.django_db
def test_times_that_nothing_in_the_log_tells_of_go() -> None:
    row = lead(first_response_at=NOW, last_contact_at=NOW, conversion_date=NOW)
    assert recomputed(row) == ("first_response_at", "last_contact_at", "conversion_date")
    assert (*times(row), row.conversion_date) == (None, None, None)


@pytest.mark.django_db
def test_the_time_of_conversion_is_that_of_the_last_change_to_it() -> None:
    row = lead()
    for to in ("converted", "qualified", "converted"):
        Lead.objects.update(status=to)
    last = Activity.objects.filter(metadata__to="converted").latest("created_at").created_at
    assert recomputed(row) == ()
    Lead.objects.update(conversion_date=NOW)
    assert recomputed(row) == ("conversion_date",)
    row.refresh_from_db()
    assert row.conversion_date == last


@pytest.mark.django_db
def test_a_statement_that_converts_leads_for_seconds_leaves_nothing_to_put_right() -> None:
    rows = [lead(1), lead(2)]
    with connection.cursor() as cursor:
        cursor.execute("update leads set status = 'converted' where pg_sleep(1.1) is not null")
    assert standing.differing() == {}
    assert Activity.objects.filter(type="status_change", lead__in=rows).count() == 2


@pytest.mark.django_db
def test_a_lead_that_came_in_as_converted_keeps_its_time() -> None:
    assert recomputed(lead(status="converted", conversion_date=NOW)) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(("apart", "differs"), [(0.9, False), (1.1, True)])
def test_a_second_is_no_difference(apart: float, differs: bool) -> None:
    row = lead(
        first_response_at=NOW + timedelta(seconds=apart), last_contact_at=NOW + timedelta(seconds=apart)
    )
    log(row, "call", 0, CALLED)
    assert bool(standing.differing()) is differs


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([("neha", 0, "active")], "neha"),
        ([("neha", 0, "completed"), ("rajesh", 1, "active")], "rajesh"),
        ([("neha", 0, "completed"), ("rajesh", 1, "reassigned")], "neha"),
    ],
)
def test_the_owner_comes_from_the_assignments(rows: list[tuple[str, int, str]], expected: str | None) -> None:
    row = lead()
    for owner, hours, status in rows:
        at = NOW + timedelta(hours=hours)
        Assignment.objects.create(lead=row, owner_id=owner, assigned_at=at, sla_deadline=at, status=status)
    Lead.objects.update(owner="somebody_else")
    assert recomputed(row) == ("owner_id",)
    row.refresh_from_db()
    assert row.owner_id == expected


@pytest.mark.django_db
def test_other_leads_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "BATCH", 2)
    rows = [lead(number, last_contact_at=NOW) for number in range(1, 6)]
    right = lead(6)
    before = Lead.objects.get(pk=right.pk).updated_at
    assert set(standing.differing()) == {row.pk for row in rows}
    recomputed(rows[0])
    assert Lead.objects.get(pk=right.pk).updated_at == before


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["call", "email", "meeting", "whatsapp"])
def test_what_staff_do_leaves_nothing_to_put_right(action: str) -> None:
    row, neha = lead(), in_role("Sales")
    by = Actor("user", neha.identifier)
    workflow.take(lead_id=row.pk, owner=neha, actor=by, now=NOW)
    workflow.record_contact(
        lead_id=row.pk, kind="email", message="Wrote.", facts=WROTE, actor=by, now=NOW + timedelta(hours=1)
    )
    planned = follow_ups.plan(
        lead_id=row.pk, action=action, at=NOW + timedelta(days=1), reason="", actor=by, now=NOW
    )
    follow_ups.complete(activity_id=planned.pk, outcome="Liked it", actor=by, now=NOW + timedelta(days=2))
    change_status(leads=Lead.objects.all(), to="converted", actor=by, manager=False)
    assert standing.differing() == {}


@pytest.mark.django_db
def test_a_bulk_move_that_was_taken_back_leaves_nothing_to_put_right() -> None:
    row, neha = lead(), in_role("Manager")
    by, leads = Actor("user", neha.identifier), Lead.objects.all()
    change_status(leads=leads, to="converted", actor=by, manager=True)
    sold = Lead.objects.get().conversion_date
    options = {"leads": leads, "actor": by}
    made = moves.move(
        **options,
        job=new_id(),
        previewed={row.pk: Lead.objects.get().updated_at},
        to="qualified",
        reason="x",
        manager=True,
    )
    moves.undo(**options, job=new_id(), move=made, now=timezone.now())
    Lead.objects.update(conversion_date=NOW)
    assert recomputed(row) == ("conversion_date",)
    row.refresh_from_db()
    assert row.conversion_date is not None
    assert abs(row.conversion_date - sold) < timedelta(seconds=1)


@pytest.mark.django_db
def test_the_demo_has_nothing_to_put_right() -> None:
    load.load(now=NOW)
    assert standing.differing() == {}


@pytest.mark.django_db(transaction=True)
def test_made_up_leads_have_nothing_to_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "TEMPLATES", 5)
    generation.generate(300, now=timezone.now(), progress=lambda added: None)
    assert standing.differing() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_many_leads_take_no_more_queries_than_one(
    many: int, django_assert_num_queries: Callable[..., object]
) -> None:
    rows = [lead(number + 1, last_contact_at=NOW) for number in range(many)]
    # Savepoint, no timeout, the locks, the update, released.
    with django_assert_num_queries(5):
        standing.settle([row.pk for row in rows])
