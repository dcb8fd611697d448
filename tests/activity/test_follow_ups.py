"""Follow-ups: planned, snoozed, done with an outcome, or cancelled."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from activity import follow_ups
from activity.kinds import KINDS, Actor
from activity.models import Activity
from activity.recorder import AlreadyLogged, Closed
from assignments.models import Assignment
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.keys import new_id
from tests.database.access import one
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.racing import at_once

NEHA, RAJESH = Actor("user", "sales_user_5"), Actor("user", "sales_user_6")
TOMORROW = NOW + timedelta(days=1)


def plan(row: Lead, action: str = "call", **options: Any) -> Activity:
    asked = {
        "lead_id": row.pk,
        "action": action,
        "at": TOMORROW,
        "reason": "Samples?",
        "actor": NEHA,
        "now": NOW,
    }
    return follow_ups.plan(**{**asked, **options})


def complete(row: Activity, outcome: str = "Wants oak", actor: Actor = NEHA) -> Activity:
    return follow_ups.complete(activity_id=row.pk, outcome=outcome, actor=actor, now=NOW)


def snooze(row: Activity, at: datetime = TOMORROW + timedelta(days=2)) -> Activity:
    return follow_ups.snooze(activity_id=row.pk, at=at, actor=RAJESH, now=NOW)


def cancel(row: Activity, reason: str = "Bought elsewhere") -> Activity:
    return follow_ups.cancel(activity_id=row.pk, reason=reason, actor=RAJESH)


def log(kind: str) -> list[tuple[object, ...]]:
    rows = Activity.objects.filter(type=kind).order_by("created_at", "id")
    return [(row.status, row.message, row.actor_id, row.metadata) for row in rows]


@pytest.mark.django_db
def test_a_follow_up_is_planned_for_its_time() -> None:
    planned = plan(lead())
    assert log("follow_up") == [
        (
            "pending",
            "Samples?",
            "sales_user_5",
            {"action": "call", "scheduled_for": TOMORROW.isoformat(), "reason": "Samples?"},
        )
    ]
    assert Activity.objects.get(pk=planned.pk).due_at == TOMORROW


@pytest.mark.django_db
def test_one_without_a_reason_is_called_by_its_action() -> None:
    assert plan(lead(), "whatsapp", reason=" ").message == "Whatsapp"


@pytest.mark.django_db
@pytest.mark.parametrize("at", [NOW, NOW - timedelta(seconds=1)])
def test_nothing_is_planned_for_the_past(at: datetime) -> None:
    row = lead()
    with pytest.raises(Refused, match="in_the_past"):
        plan(row, at=at)
    assert Activity.objects.count() == 0


@pytest.mark.django_db
def test_nothing_is_planned_for_a_lead_that_is_gone() -> None:
    with pytest.raises(Refused, match="gone"):
        plan(Lead(id=new_id()))


@pytest.mark.django_db
def test_a_page_sent_twice_plans_once() -> None:
    row, key = lead(), new_id()
    plan(row, key=key)
    with pytest.raises(AlreadyLogged):
        plan(row, key=key)
    assert Activity.objects.count() == 1


@pytest.mark.django_db
def test_a_snoozed_one_is_cancelled_and_planned_anew() -> None:
    old = plan(lead())
    new = snooze(old)
    facts = {"action": "call", "scheduled_for": TOMORROW.isoformat(), "reason": "Samples?"}
    later = (TOMORROW + timedelta(days=2)).isoformat()
    assert log("follow_up") == [
        ("cancelled", "Samples?", "sales_user_5", {**facts, "outcome": "snoozed"}),
        ("pending", "Samples?", "sales_user_6", {**facts, "scheduled_for": later, "replaces": str(old.pk)}),
    ]
    assert Activity.objects.get(pk=new.pk).due_at == TOMORROW + timedelta(days=2)


@pytest.mark.django_db
def test_one_is_snoozed_again_and_again() -> None:
    again = snooze(snooze(plan(lead())), NOW + timedelta(days=9))
    assert Activity.objects.pending_follow_ups().get() == again


@pytest.mark.django_db
def test_nothing_is_snoozed_into_the_past() -> None:
    old = plan(lead())
    with pytest.raises(Refused, match="in_the_past"):
        snooze(old, NOW)
    assert Activity.objects.get().status == "pending"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "kind", "facts"),
    [
        ("call", "call", {"direction": "out", "outcome": "Wants oak"}),
        ("email", "email", dict(follow_ups.LOGGED_AS["email"])),
        ("whatsapp", "whatsapp", dict(follow_ups.LOGGED_AS["whatsapp"])),
    ],
)
def test_a_completed_one_is_logged_as_the_contact_that_it_was(
    action: str, kind: str, facts: dict[str, object]
) -> None:
    row = lead()
    done = complete(plan(row, action))
    assert (done.status, (done.metadata or {})["outcome"]) == ("completed", "Wants oak")
    assert log(kind) == [("completed", "Wants oak", "sales_user_5", facts)]


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["call", "email", "whatsapp", "meeting"])
def test_a_completed_one_answers_the_customer(action: str) -> None:
    row = lead()
    Assignment.objects.create(
        lead=row, owner_id="sales_user_5", assigned_at=NOW, sla_deadline=NOW + timedelta(days=3650)
    )
    complete(plan(row, action))
    row.refresh_from_db()
    assert row.first_response_at == row.last_contact_at is not None
    assert Assignment.objects.values_list("status", "sla_met").get() == ("completed", True)


@pytest.mark.django_db
def test_a_meeting_took_place_when_it_was_completed() -> None:
    row = lead()
    done = complete(plan(row, "meeting"))
    row.refresh_from_db()
    assert row.first_response_at == Activity.objects.get(pk=done.pk).updated_at
    assert log("note") == [("completed", "Met: Wants oak", "sales_user_5", None)]


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["", "  "])
@pytest.mark.parametrize("action", ["call", "email", "meeting"])
def test_an_outcome_may_be_left_out(action: str, outcome: str) -> None:
    done = complete(plan(lead(), action), outcome)
    assert "outcome" not in (done.metadata or {})


@pytest.mark.django_db
def test_a_cancelled_one_says_why() -> None:
    dropped = cancel(plan(lead()))
    assert (dropped.status, (dropped.metadata or {})["outcome"]) == ("cancelled", "Bought elsewhere")
    assert log("note") == [("completed", "Follow-up cancelled: Bought elsewhere", "sales_user_6", None)]


@pytest.mark.django_db
def test_one_may_be_cancelled_without_a_word() -> None:
    cancel(plan(lead()), " ")
    assert log("note") == [("completed", "Follow-up cancelled", "sales_user_6", None)]


STEPS: dict[str, Callable[[Activity], object]] = {"complete": complete, "snooze": snooze, "cancel": cancel}


@pytest.mark.django_db
@pytest.mark.parametrize("second", STEPS)
@pytest.mark.parametrize("first", STEPS)
def test_a_closed_one_stays_closed_and_is_shown_as_it_is(first: str, second: str) -> None:
    planned = plan(lead())
    STEPS[first](planned)
    before = Activity.objects.count()
    with pytest.raises(Closed) as caught:
        STEPS[second](planned)
    assert caught.value.activity.status == ("completed" if first == "complete" else "cancelled")
    assert Activity.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"follow_up"}))
def test_no_other_open_row_is_a_follow_up(kind: str, step: str) -> None:
    other = Activity.objects.create(lead=lead(), type=kind, status=KINDS[kind].first, message="x")
    with pytest.raises(Activity.DoesNotExist):
        STEPS[step](other)
    assert Activity.objects.values_list("status", flat=True).get() == KINDS[kind].first


@pytest.mark.django_db(transaction=True)
def test_two_who_close_one_at_once_close_it_once() -> None:
    row = lead()
    planned = plan(row)
    results = at_once(row.pk, lambda: complete(planned, actor=RAJESH), lambda: snooze(planned))
    assert sorted(type(result).__name__ for result in results) == ["Activity", "Closed"]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_completes_once() -> None:
    row = lead()
    planned = plan(row)
    results = at_once(row.pk, lambda: complete(planned), lambda: complete(planned))
    assert sorted(type(result).__name__ for result in results) == ["Activity", "Closed"]
    assert len(log("call")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("settle", [snooze, complete, cancel])
@pytest.mark.parametrize("odd", [f'{{"deep": {"[" * 3000}{"]" * 3000}}}', f'{{"long": 1{"0" * 5000}}}', None])
def test_what_another_program_wrote_beyond_our_reading_is_settled_all_the_same(
    odd: str | None, settle: Callable[[Activity], Activity]
) -> None:
    row = written(odd)
    settle(row)
    facts = one("select metadata - 'deep' - 'long' from lead_activity where id = %s", row.pk)
    assert (Activity.objects.get(pk=row.pk).status != "pending", "outcome" in facts) == (True, True)


@pytest.mark.django_db
def test_what_is_put_off_keeps_its_action_and_reason_and_nothing_that_no_program_knows() -> None:
    row = written('{"action": "meeting", "reason": "Samples?", "colour": "blue", "scheduled_for": "soon"}')
    assert snooze(row).metadata == {
        "action": "meeting",
        "reason": "Samples?",
        "scheduled_for": (TOMORROW + timedelta(days=2)).isoformat(),
        "replaces": str(row.pk),
    }


def written(metadata: str | None) -> Activity:
    """As plain SQL writes it."""
    sql = "insert into lead_activity (lead_id, type, status, message, metadata) values (%s, %s, %s, %s, %s) returning id"
    key = one(sql, lead().pk, "follow_up", "pending", "Samples?", metadata)
    return Activity.objects.get(pk=key)
