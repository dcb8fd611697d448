"""The recorder writes the log; the database writes changes of status under the recorder's name."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from activity.kinds import SYSTEM, Actor, WrongFacts
from activity.models import Activity
from activity.recorder import acting, record
from leads.models import Lead

pytestmark = pytest.mark.django_db
NEHA = Actor("user", "sales_user_5")
RAJESH = Actor("user", "sales_user_6")


@pytest.fixture
def priya() -> Lead:
    return Lead.objects.create(name="Priya Sharma", email="priya@example.com")


def test_what_was_done_is_logged(priya: Lead) -> None:
    record(
        lead_id=priya.pk,
        kind="call",
        message="Called.",
        actor=NEHA,
        metadata={"direction": "out", "outcome": "reached"},
    )
    logged = Activity.objects.get()
    assert (logged.lead_id, logged.type, logged.status, logged.message) == (
        priya.pk,
        "call",
        "completed",
        "Called.",
    )
    assert (logged.actor_type, logged.actor_id) == ("user", "sales_user_5")
    assert logged.metadata == {"direction": "out", "outcome": "reached"}


def test_the_row_comes_back_with_what_the_database_made(priya: Lead) -> None:
    logged = record(lead_id=priya.pk, kind="note", message="Likes oak.", actor=SYSTEM)
    assert logged.created_at == Activity.objects.get().created_at
    assert (logged.metadata, logged.actor_id) == (None, None)


def test_a_task_begins_pending_and_is_due(priya: Lead) -> None:
    due = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
    facts = {"action": "call", "scheduled_for": due.isoformat()}
    record(lead_id=priya.pk, kind="follow_up", message="Call.", actor=SYSTEM, metadata=facts)
    assert Activity.objects.values_list("status", "due_at").get() == ("pending", due)


def test_what_happened_earlier_keeps_its_time(priya: Lead) -> None:
    before = datetime(2026, 11, 1, tzinfo=UTC)
    record(lead_id=priya.pk, kind="note", message="By post.", actor=NEHA, created_at=before)
    assert Activity.objects.get().created_at == before


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("status_change", None, "by the database alone"),
        ("rumour", None, "not a type"),
        ("note", "pending", "never 'pending'"),
        ("call", None, "lacks direction, outcome"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    priya: Lead, kind: str, status: str | None, reason: str
) -> None:
    with pytest.raises(WrongFacts, match=reason):
        record(lead_id=priya.pk, kind=kind, message="x", actor=SYSTEM, status=status)
    assert Activity.objects.count() == 0


def change(lead: Lead, status: str) -> None:
    Lead.objects.filter(pk=lead.pk).update(status=status)


def actors() -> list[tuple[str, str | None, object]]:
    rows = Activity.objects.filter(type="status_change").order_by("created_at")
    return [(row.actor_type, row.actor_id, (row.metadata or {}).get("reason")) for row in rows]


def test_a_change_of_status_is_logged_under_the_actor(priya: Lead) -> None:
    with acting(NEHA, reason="asked for time"):
        change(priya, "nurturing")
    assert actors() == [("user", "sales_user_5", "asked for time")]


def test_acting_ends_with_its_block(priya: Lead) -> None:
    with acting(NEHA, reason="asked for time"):
        with acting(RAJESH):
            change(priya, "contacted")
        change(priya, "nurturing")
    change(priya, "lost")
    assert actors() == [
        ("user", "sales_user_6", None),
        ("user", "sales_user_5", "asked for time"),
        ("system", None, None),
    ]


def test_acting_ends_with_an_error_too(priya: Lead) -> None:
    with pytest.raises(DatabaseError), acting(NEHA):
        change(priya, "won")
    with transaction.atomic():
        change(priya, "contacted")
    assert actors() == [("system", None, None)]
