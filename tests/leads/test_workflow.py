"""The one door through which leads change their status."""

from itertools import product
from uuid import UUID

import pytest

from activity.kinds import Actor
from activity.models import Activity
from leads import workflow
from leads.models import Lead
from leads.querysets import LeadQuerySet
from leads.statuses import LeadStatus, find_move
from tests.leads.facts import lead
from tests.racing import at_once

NEHA, RAJESH = Actor("user", "sales_user_5"), Actor("user", "sales_user_6")


def this(row: Lead) -> LeadQuerySet:
    return Lead.objects.filter(pk=row.pk)


def move(row: Lead, to: str, **changed: object) -> str:
    options = {"actor": NEHA, "manager": False, **changed}
    (outcome,) = workflow.change_status(leads=this(row), to=to, **options)  # type: ignore[arg-type]
    return outcome.result


def status(row: Lead) -> str:
    return Lead.objects.get(pk=row.pk).status


def logged() -> list[tuple[object, ...]]:
    rows = Activity.objects.filter(type="status_change").order_by("created_at")
    return [(row.lead_id, row.actor_id, row.metadata) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(("manager", "reason"), list(product([False, True], ["", "asked for it"])))
@pytest.mark.parametrize(("old", "new"), list(product(LeadStatus.values, LeadStatus.values)))
def test_what_the_table_refuses_is_not_done(old: str, new: str, manager: bool, reason: str) -> None:
    row = lead(status=old)
    known = find_move(old, new)
    if old == new:
        expected = "same"
    elif known is None:
        expected = "no_such_move"
    elif known.managers_only and not manager:
        expected = "managers_only"
    else:
        expected = "needs_reason" if known.needs_reason and not reason else "moved"
    assert move(row, new, manager=manager, reason=reason) == expected
    assert status(row) == (new if expected == "moved" else old)


@pytest.mark.django_db
def test_a_move_is_logged_with_from_to_reason_and_actor() -> None:
    row = lead(status="contacted")
    move(row, "lost", reason="Bought elsewhere")
    assert logged() == [
        (row.pk, "sales_user_5", {"from": "contacted", "to": "lost", "reason": "Bought elsewhere"})
    ]


@pytest.mark.django_db
def test_a_reason_of_spaces_is_none() -> None:
    assert move(lead(), "lost", reason=" \n") == "needs_reason"


@pytest.mark.django_db
def test_a_status_that_nobody_knows_is_no_move() -> None:
    assert move(lead(), "won", manager=True, reason="x") == "no_such_move"


@pytest.mark.django_db
def test_many_move_and_each_says_what_became_of_it() -> None:
    rows = [lead(1), lead(2, status="contacted"), lead(3, status="converted"), lead(4, status="nurturing")]
    outcomes = workflow.change_status(leads=Lead.objects.all(), to="contacted", actor=NEHA, manager=False)
    assert {outcome.lead_id: (outcome.was, outcome.result) for outcome in outcomes} == {
        rows[0].pk: ("new", "moved"),
        rows[1].pk: ("contacted", "same"),
        rows[2].pk: ("converted", "managers_only"),
        rows[3].pk: ("nurturing", "managers_only"),
    }
    assert logged() == [(rows[0].pk, "sales_user_5", {"from": "new", "to": "contacted"})]


@pytest.mark.django_db
def test_each_outcome_names_its_customer() -> None:
    lead(7)
    (outcome,) = workflow.change_status(leads=Lead.objects.all(), to="lost", actor=NEHA, manager=False)
    assert (outcome.name, outcome.moved) == ("Priya Sharma 7", False)


@pytest.mark.django_db
def test_no_lead_gives_no_outcome() -> None:
    assert workflow.change_status(leads=Lead.objects.none(), to="lost", actor=NEHA, manager=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 20])
def test_many_take_no_more_queries_than_one(many: int, django_assert_num_queries: object) -> None:
    for number in range(many):
        lead(number + 1)
    # A savepoint, actor and reason before, said, rows, update, said back, released.
    with django_assert_num_queries(7):  # type: ignore[operator]
        workflow.change_status(leads=Lead.objects.all(), to="contacted", actor=NEHA, manager=False)


@pytest.mark.django_db
def test_a_lead_that_somebody_touched_meanwhile_stays_as_it_is() -> None:
    row = lead()
    seen = Lead.objects.get().updated_at
    move(row, "contacted")
    assert move(row, "qualified", unchanged_since=seen) == "changed"
    assert status(row) == "contacted"


@pytest.mark.django_db
def test_a_lead_that_nobody_touched_moves() -> None:
    row = lead()
    assert move(row, "qualified", unchanged_since=Lead.objects.get().updated_at) == "moved"


@pytest.mark.django_db
def test_a_preview_says_the_same_and_changes_nothing() -> None:
    for number, old in enumerate(LeadStatus.values, 1):
        lead(number, status=old)
    said = workflow.preview(leads=Lead.objects.all(), to="qualified", manager=False)
    assert logged() == []
    done = workflow.change_status(leads=Lead.objects.all(), to="qualified", actor=NEHA, manager=False)
    assert said == done
    assert {outcome.result for outcome in done} == {"moved", "same", "managers_only"}


@pytest.mark.django_db
def test_only_the_leads_that_were_asked_for_move() -> None:
    first, second = lead(1), lead(2)
    move(first, "contacted")
    assert (status(first), status(second)) == ("contacted", "new")


def moving(row: Lead, to: str, actor: Actor, **options: object) -> object:
    def deed() -> object:
        return move(row, to, actor=actor, **options)

    return deed


@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_one_lead_move_it_once() -> None:
    row = lead()
    deeds = [moving(row, "contacted", actor) for actor in (NEHA, RAJESH)]
    assert sorted(at_once(row.pk, *deeds)) == ["moved", "same"]  # type: ignore[arg-type,type-var]
    assert len(logged()) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_does_not_undo_the_first() -> None:
    row = lead()
    seen = Lead.objects.get().updated_at
    deeds = [
        moving(row, "qualified", NEHA, unchanged_since=seen),
        moving(row, "lost", RAJESH, reason="gone", unchanged_since=seen),
    ]
    results = at_once(row.pk, *deeds)  # type: ignore[arg-type]
    assert sorted(map(str, results)) == ["changed", "moved"]
    winner = ("qualified", "lost")[results.index("moved")]
    assert status(row) == winner


@pytest.mark.django_db(transaction=True)
def test_a_lead_that_is_gone_moves_nowhere() -> None:
    row = lead()
    key: UUID = row.pk
    Lead.objects.filter(pk=key).delete()
    assert (
        workflow.change_status(leads=Lead.objects.filter(pk=key), to="lost", actor=NEHA, manager=True) == []
    )
