"""Whose a lead is, and the contacts that stop its clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from activity.kinds import SYSTEM, Actor, WrongFacts
from activity.models import Activity
from activity.recorder import AlreadyLogged
from assignments import workflow
from assignments.models import Assignment, Notice
from leads.exceptions import Refused
from leads.models import Lead
from leads.workflow import change_status
from leadsite.accounts.models import User
from leadsite.keys import new_id
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.people import in_role
from tests.racing import at_once

CALLED = {"direction": "out", "outcome": "reached"}
MAILED = {"direction": "out", "automatic": False, "channel": "by hand", "retry_count": 0}


def actor(user: User) -> Actor:
    return Actor("user", user.identifier)


def neha() -> User:
    return in_role("Sales")


def rajesh() -> User:
    return in_role("Sales", "rajesh", "Rajesh Kumar")


def take(row: Lead, owner: User) -> Assignment:
    return workflow.take(lead_id=row.pk, owner=owner, actor=actor(owner), now=NOW)


def owner_of(row: Lead) -> str | None:
    return Lead.objects.values_list("owner", flat=True).get(pk=row.pk)


def refusal(step: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        step()
    return caught.value.code, caught.value.detail


@pytest.mark.django_db
def test_a_lead_that_is_taken_is_ones_own_with_a_deadline() -> None:
    row, owner = lead(), neha()
    taken = take(row, owner)
    assert (taken.owner_name, taken.assigned_at, taken.sla_deadline, taken.status) == (
        "Neha Patel", NOW, NOW + timedelta(hours=1), "active",
    )  # fmt: skip
    assert owner_of(row) == owner.identifier


@pytest.mark.django_db
def test_taking_a_lead_is_logged() -> None:
    owner = neha()
    take(lead(), owner)
    logged = Activity.objects.get(type="assignment")
    assert (logged.type, logged.message, logged.actor_id) == (
        "assignment", "Assigned to Neha Patel", owner.identifier,
    )  # fmt: skip
    assert logged.metadata == {
        "assigned_by": owner.identifier,
        "owner_id": owner.identifier,
        "owner_name": "Neha Patel",
        "sla_deadline": (NOW + timedelta(hours=1)).isoformat(),
        "reason": "taken",
    }


@pytest.mark.django_db
def test_a_lead_that_a_colleague_has_is_not_taken_and_the_colleague_is_named() -> None:
    row = lead()
    take(row, neha())
    other = rajesh()
    assert refusal(lambda: take(row, other)) == ("already_taken", "Neha Patel")
    assert Assignment.objects.count() == 1


@pytest.mark.django_db
def test_taking_ones_own_lead_again_says_so() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    assert refusal(lambda: take(row, owner)) == ("same_owner", "Neha Patel")


@pytest.mark.django_db
def test_an_answered_lead_is_still_its_owners() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    contact(row, actor(owner))
    assert refusal(lambda: take(row, rajesh())) == ("already_taken", "Neha Patel")


@pytest.mark.django_db
def test_a_lead_that_is_gone_is_neither_taken_nor_assigned() -> None:
    owner = neha()
    gone = Lead(id=new_id())
    assert refusal(lambda: take(gone, owner)) == ("gone", "")
    assert refusal(lambda: assign(gone, owner)) == ("gone", "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_one_wins_and_the_other_hears_who() -> None:
    row, first, second = lead(), neha(), rajesh()
    results = at_once(row.pk, lambda: take(row, first), lambda: take(row, second))
    (won,) = [result for result in results if isinstance(result, Assignment)]
    (lost,) = [result for result in results if isinstance(result, Refused)]
    assert (lost.code, lost.detail) == ("already_taken", won.owner_name)
    assert (owner_of(row), Assignment.objects.count()) == (won.owner_id, 1)


def assign(row: Lead, owner: User, **options: Any) -> Assignment:
    return workflow.assign(
        **{"lead_id": row.pk, "owner": owner, "actor": SYSTEM, "reason": "On leave", "now": NOW, **options}
    )


@pytest.mark.django_db
def test_a_lead_is_handed_on_and_the_log_says_why() -> None:
    row, first, second = lead(), neha(), rajesh()
    take(row, first)
    assign(row, second, now=NOW + timedelta(hours=2))
    assert list(Assignment.objects.order_by("assigned_at").values_list("owner", "status")) == [
        (first.identifier, "reassigned"),
        (second.identifier, "active"),
    ]
    assert owner_of(row) == second.identifier
    facts = Activity.objects.filter(type="assignment").latest("created_at").metadata
    assert facts is not None
    assert (facts["owner_name"], facts["reason"], facts["assigned_by"]) == (
        "Rajesh Kumar", "On leave", "system",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_new_owner_hears_by_when_to_answer() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    given = assign(row, rajesh())
    notice = Notice.objects.get()
    assert (notice.event, notice.recipient.username, notice.about) == ("assigned", "rajesh", given.pk)
    assert notice.facts["deadline"] == given.sla_deadline.isoformat()


@pytest.mark.django_db
def test_of_a_lead_that_one_took_oneself_one_hears_nothing() -> None:
    take(lead(), neha())
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_where_no_answer_is_owed_the_notice_names_no_time() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    contact(row, actor(owner))
    assign(row, rajesh())
    assert Notice.objects.get().facts["deadline"] is None


@pytest.mark.django_db
def test_assigning_to_whoever_has_it_changes_nothing() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    assert refusal(lambda: assign(row, owner)) == ("same_owner", "Neha Patel")
    assert Assignment.objects.count() == 1


@pytest.mark.django_db
def test_a_lead_that_was_touched_meanwhile_is_not_handed_on() -> None:
    row, second = lead(), rajesh()
    seen = Lead.objects.get().updated_at
    take(row, neha())
    assert refusal(lambda: assign(row, second, version=seen)) == ("changed_meanwhile", "Neha Patel")


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_on_at_once_leave_one_owner() -> None:
    row, first, second = lead(), neha(), rajesh()
    at_once(row.pk, lambda: assign(row, first), lambda: assign(row, second))
    active = Assignment.objects.active().get()
    assert owner_of(row) == active.owner_id


def contact(row: Lead, by: Actor, kind: str = "call", **options: Any) -> Activity:
    facts = options.pop("facts", CALLED if kind == "call" else MAILED)
    asked = {"lead_id": row.pk, "kind": kind, "message": "Spoke.", "facts": facts, "actor": by, "now": NOW}
    return workflow.record_contact(**{**asked, **options})


def told(row: Lead) -> list[str]:
    return sorted(Activity.objects.filter(lead=row).values_list("type", flat=True))


def times(row: Lead) -> tuple[object, object]:
    return Lead.objects.values_list("first_response_at", "last_contact_at").get(pk=row.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("call", CALLED),
        ("call", {**CALLED, "direction": "in"}),
        ("email", MAILED),
        ("whatsapp", {"direction": "out", "automatic": False, "provider": "by hand", "retry_count": 0}),
    ],
)
def test_an_answer_stops_the_clock(kind: str, facts: dict[str, object]) -> None:
    row, owner = lead(), neha()
    take(row, owner)
    contact(row, actor(owner), kind, facts=facts, now=NOW + timedelta(minutes=20))
    assert times(row) == (NOW + timedelta(minutes=20),) * 2
    assert Assignment.objects.values_list("status", "sla_met", "response_time_minutes").get() == (
        "completed", True, 20,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_message_that_came_in_is_a_contact_and_no_answer() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    contact(row, actor(owner), "email", facts={**MAILED, "direction": "in"})
    assert times(row) == (None, NOW)
    assert Assignment.objects.get().status == "active"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "facts"), [(SYSTEM, MAILED), (Actor("user", "sales_user_5"), {**MAILED, "automatic": True})]
)
def test_an_automatic_message_is_logged_and_no_contact(by: Actor, facts: dict[str, object]) -> None:
    row = lead()
    contact(row, by, "email", facts=facts)
    assert (times(row), Activity.objects.count()) == ((None, None), 1)


@pytest.mark.django_db
def test_the_first_answer_stays_and_the_last_contact_moves() -> None:
    row, by = lead(), Actor("user", "sales_user_5")
    for minutes in (10, 30, 20):
        contact(row, by, now=NOW + timedelta(minutes=minutes))
    assert times(row) == (NOW + timedelta(minutes=10), NOW + timedelta(minutes=30))


@pytest.mark.django_db
def test_a_late_answer_is_late() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    contact(row, actor(owner), now=NOW + timedelta(minutes=61))
    assert Assignment.objects.get().sla_met is False


@pytest.mark.django_db
def test_a_contact_is_logged_as_it_was() -> None:
    row = lead()
    logged = contact(row, Actor("user", "sales_user_5"), "email")
    assert (logged.type, logged.status, logged.message, logged.metadata, logged.created_at) == (
        "email", "completed", "Spoke.", MAILED, NOW,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_page_sent_twice_is_logged_once_and_answers_once() -> None:
    row, by, key = lead(), Actor("user", "sales_user_5"), new_id()
    contact(row, by, key=key)
    with pytest.raises(AlreadyLogged):
        contact(row, by, key=key, now=NOW + timedelta(minutes=1))
    assert (times(row), told(row)) == ((NOW, NOW), ["call", "sla"])


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_logged_once() -> None:
    row, by, key = lead(), Actor("user", "sales_user_5"), new_id()
    results = at_once(row.pk, lambda: contact(row, by, key=key), lambda: contact(row, by, key=key))
    assert sorted(type(result).__name__ for result in results) == ["Activity", "AlreadyLogged"]
    assert told(row) == ["call", "sla"]


@pytest.mark.django_db
def test_a_contact_with_a_lead_that_is_gone_is_refused() -> None:
    assert refusal(lambda: contact(Lead(id=new_id()), SYSTEM)) == ("gone", "")


@pytest.mark.django_db
def test_facts_that_do_not_fit_are_refused_and_nothing_is_written() -> None:
    row = lead()
    with pytest.raises(WrongFacts):
        contact(row, SYSTEM, facts={"direction": "sideways"})
    assert (times(row), Activity.objects.count()) == ((None, None), 0)


@pytest.mark.django_db
def test_a_closed_lead_is_given_to_a_colleague_who_owes_no_answer() -> None:
    row, owner = lead(status="lost"), neha()
    assign(row, owner)
    assert (owner_of(row), Assignment.objects.get().status) == (owner.identifier, "completed")
    assert not Lead.objects.overdue(at=NOW + timedelta(days=30)).exists()


@pytest.mark.django_db
def test_a_contact_with_a_closed_lead_is_logged_and_is_no_answer_to_a_clock() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    move(row, "lost", reason="Bought elsewhere")
    contact(row, actor(owner), now=NOW + timedelta(days=3))
    move(row, "contacted", reason="Changed their mind")
    assert times(row) == (NOW + timedelta(days=3),) * 2
    assert Assignment.objects.values_list("status", "sla_met", "response_time_minutes").get() == (
        "completed", None, None,
    )  # fmt: skip


@pytest.mark.django_db
def test_of_a_message_about_a_closed_lead_the_owner_hears_once() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    move(row, "lost", reason="Bought elsewhere")
    for minutes in (1, 2):
        contact(
            row,
            SYSTEM,
            kind="email",
            facts={**MAILED, "direction": "in"},
            now=NOW + timedelta(minutes=minutes),
        )
    assert [(notice.event, notice.recipient) for notice in Notice.objects.all()] == [("wrote", owner)]


@pytest.mark.django_db
def test_of_a_closed_lead_that_nobody_has_a_manager_hears() -> None:
    row, meera = lead(status="lost"), in_role("Manager", "meera", "Meera Iyer")
    contact(row, SYSTEM, kind="email", facts={**MAILED, "direction": "in"})
    assert [(notice.event, notice.recipient) for notice in Notice.objects.all()] == [("wrote", meera)]


@pytest.mark.django_db
def test_of_a_message_about_an_open_lead_nobody_hears_so() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    contact(row, SYSTEM, kind="email", facts={**MAILED, "direction": "in"})
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_a_lead_that_a_manager_reopens_waits_for_the_same_answer() -> None:
    row, owner = lead(), neha()
    take(row, owner)
    move(row, "converted")
    move(row, "new", reason="A slip of the finger")
    contact(row, actor(owner), now=NOW + timedelta(minutes=20))
    assert Assignment.objects.values_list("status", "sla_met", "response_time_minutes").get() == (
        "completed", True, 20,
    )  # fmt: skip


def move(row: Lead, to: str, reason: str = "") -> None:
    leads = Lead.objects.filter(pk=row.pk)
    (outcome,) = change_status(leads=leads, to=to, actor=SYSTEM, manager=True, reason=reason)
    assert outcome.moved
