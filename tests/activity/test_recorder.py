"""The recorder writes the log; the database writes changes of status under the recorder's name."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from activity.kinds import SYSTEM, Actor, WrongFacts
from activity.models import Activity
from activity.recorder import AlreadyLogged, Closed, Entry, acting, close, record, record_all
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.keys import new_id

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


SAID = ("lead_id", "type", "status", "message", "actor_type", "actor_id", "metadata", "due_at")


def test_many_deeds_are_logged_as_one_by_one_they_would_be(priya: Lead) -> None:
    call = Entry(priya.pk, "call", 'Said "ओक, {5}"', NEHA, {"direction": "out", "outcome": "reached"})
    task = Entry(priya.pk, "follow_up", "Call.", NEHA, FOLLOW_UP)
    entries = [Entry(priya.pk, "note", "Likes oak.", SYSTEM, {}), call, task]
    record_all(entries)
    together = set(map(repr, Activity.objects.values_list(*SAID)))
    known = set(Activity.objects.values_list("pk", flat=True))
    for one in entries:
        record(lead_id=one.lead_id, kind=one.kind, message=one.message, actor=one.actor, metadata=one.facts)
    alone = Activity.objects.exclude(pk__in=known)
    assert together == set(map(repr, alone.values_list(*SAID)))
    assert len(together) == 3


def test_where_one_of_many_does_not_fit_none_is_logged(priya: Lead) -> None:
    note = Entry(priya.pk, "note", "Likes oak.", SYSTEM, {})
    with pytest.raises(WrongFacts):
        record_all([note, Entry(priya.pk, "call", "Called.", NEHA, {"mood": "good"})])
    assert not Activity.objects.exists()


def test_of_no_deeds_nothing_is_logged(priya: Lead) -> None:
    record_all([])
    assert not Activity.objects.exists()


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


def test_a_row_carries_the_key_that_its_page_chose(priya: Lead) -> None:
    key = new_id()
    assert record(lead_id=priya.pk, kind="note", message="x", actor=NEHA, key=key).pk == key


def test_a_key_that_was_sent_before_is_logged_once_and_the_transaction_goes_on(priya: Lead) -> None:
    key = new_id()
    record(lead_id=priya.pk, kind="note", message="first", actor=NEHA, key=key)
    with pytest.raises(AlreadyLogged):
        record(lead_id=priya.pk, kind="note", message="first", actor=NEHA, key=key)
    assert Activity.objects.values_list("message", flat=True).get() == "first"


def test_other_words_under_a_key_that_was_sent_before_are_never_taken_for_logged(priya: Lead) -> None:
    key = new_id()
    record(lead_id=priya.pk, kind="note", message="first", actor=NEHA, key=key)
    with pytest.raises(Refused, match="used_key"):
        record(lead_id=priya.pk, kind="note", message="again", actor=NEHA, key=key)
    assert Activity.objects.values_list("message", flat=True).get() == "first"


def test_a_row_that_was_closed_meanwhile_is_still_the_one_that_was_sent(priya: Lead) -> None:
    key = new_id()
    sent = {
        "lead_id": priya.pk,
        "kind": "follow_up",
        "message": "Call.",
        "actor": NEHA,
        "metadata": FOLLOW_UP,
    }
    record(**sent, key=key)
    close(activity_id=key, kind="follow_up", status="completed", actor=RAJESH, outcome="reached")
    with pytest.raises(AlreadyLogged):
        record(**sent, key=key)


def test_a_key_of_another_leads_row_is_no_double_click(priya: Lead) -> None:
    key = new_id()
    record(lead_id=priya.pk, kind="note", message="x", actor=NEHA, key=key)
    other = Lead.objects.create(name="Arjun Mehta", email="arjun@example.com")
    with pytest.raises(Refused, match="used_key"):
        record(lead_id=other.pk, kind="note", message="x", actor=NEHA, key=key)
    assert Activity.objects.count() == 1


FOLLOW_UP = {"action": "call", "scheduled_for": "2026-11-21T10:00:00+00:00"}


def test_an_open_row_is_closed_with_its_outcome(priya: Lead) -> None:
    row = record(lead_id=priya.pk, kind="follow_up", message="Call.", actor=NEHA, metadata=FOLLOW_UP)
    closed = close(activity_id=row.pk, kind="follow_up", status="completed", actor=RAJESH, outcome="reached")
    kept = Activity.objects.get()
    assert (kept.status, kept.metadata) == ("completed", {**FOLLOW_UP, "outcome": "reached"})
    assert (kept.actor_id, kept.updated_at) == ("sales_user_5", closed.updated_at)


def test_a_row_that_is_closed_is_shown_as_somebody_left_it(priya: Lead) -> None:
    row = record(lead_id=priya.pk, kind="follow_up", message="Call.", actor=NEHA, metadata=FOLLOW_UP)
    close(activity_id=row.pk, kind="follow_up", status="cancelled", actor=RAJESH)
    with pytest.raises(Closed) as caught:
        close(activity_id=row.pk, kind="follow_up", status="completed", actor=NEHA)
    assert (caught.value.activity.pk, caught.value.activity.status) == (row.pk, "cancelled")


@pytest.mark.parametrize("status", ["pending", "approved", "won"])
def test_a_row_moves_only_along_the_life_of_its_type(priya: Lead, status: str) -> None:
    row = record(lead_id=priya.pk, kind="follow_up", message="Call.", actor=NEHA, metadata=FOLLOW_UP)
    with pytest.raises(Closed):
        close(activity_id=row.pk, kind="follow_up", status=status, actor=NEHA)
    assert Activity.objects.get().status == "pending"


def test_a_row_of_another_kind_is_not_there(priya: Lead) -> None:
    row = record(lead_id=priya.pk, kind="follow_up", message="Call.", actor=NEHA, metadata=FOLLOW_UP)
    with pytest.raises(Activity.DoesNotExist):
        close(activity_id=row.pk, kind="approval", status="approved", actor=RAJESH)
