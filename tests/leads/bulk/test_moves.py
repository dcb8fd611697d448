"""Many leads moved at once, and taken back."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from activity import recorder
from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow as assignments
from assignments.models import Assignment
from leads import workflow
from leads.bulk import moves
from leads.bulk.models import BulkMove, BulkMoveRow
from leads.bulk.moves import AlreadyMade
from leads.exceptions import Refused
from leads.models import Lead
from leadsite.keys import new_id
from tests.leads.facts import lead
from tests.people import in_role
from tests.racing import at_once

pytestmark = pytest.mark.django_db
NEHA, RAJESH = Actor("user", "sales_user_5"), Actor("user", "sales_user_6")


def seen() -> Mapping[UUID, str]:
    return dict(Lead.objects.values_list("pk", "status"))


def move(to: str = "contacted", **changed: object) -> BulkMove:
    asked = {
        "job": new_id(),
        "leads": Lead.objects.all(),
        "previewed": seen(),
        "to": to,
        "reason": "",
        "actor": NEHA,
        "manager": False,
    }
    return moves.move(**{**asked, **changed})  # type: ignore[arg-type]  # a test names what it changes


def undo(made: BulkMove, **changed: object) -> BulkMove:
    asked = {
        "job": new_id(),
        "move": made,
        "leads": Lead.objects.all(),
        "actor": NEHA,
        "now": timezone.now(),
    }
    return moves.undo(**{**asked, **changed})  # type: ignore[arg-type]  # a test names what it changes


def results(made: BulkMove) -> dict[str, tuple[str, str, str | None]]:
    rows = BulkMoveRow.objects.filter(move=made).values_list("lead__name", "result", "was", "became")
    return {name: (result, was, became) for name, result, was, became in rows}


def statuses() -> dict[str, str]:
    return dict(Lead.objects.values_list("name", "status"))


def logged() -> list[tuple[str | None, object]]:
    rows = Activity.objects.filter(type="status_change").order_by("created_at")
    return [(row.actor_id, row.metadata) for row in rows]


def test_each_lead_gets_its_result() -> None:
    lead(1, name="New one")
    lead(2, name="There already", status="contacted")
    lead(3, name="Lost one", status="lost")
    made = move()
    assert results(made) == {
        "New one": ("moved", "new", "contacted"),
        "There already": ("same", "contacted", None),
        "Lost one": ("managers_only", "lost", None),
    }
    assert statuses() == {"New one": "contacted", "There already": "contacted", "Lost one": "lost"}
    assert logged() == [("sales_user_5", {"from": "new", "to": "contacted"})]


def test_a_reason_is_asked_for_and_logged() -> None:
    lead(1)
    assert [result for result, *_ in results(move("lost")).values()] == ["needs_reason"]
    move("lost", reason="Shop closed")
    assert logged() == [("sales_user_5", {"from": "new", "to": "lost", "reason": "Shop closed"})]


def test_what_somebody_moved_since_the_preview_stays_as_it_is() -> None:
    row = lead(1)
    previewed = seen()
    Lead.objects.filter(pk=row.pk).update(status="nurturing")
    assert results(move("qualified", previewed=previewed)) == {
        "Priya Sharma 1": ("changed", "nurturing", None)
    }
    assert statuses() == {"Priya Sharma 1": "nurturing"}


def test_what_a_move_does_not_touch_may_have_changed_since_the_preview() -> None:
    row = lead(1)
    previewed = seen()
    Lead.objects.filter(pk=row.pk).update(company="Casa & Co.")
    assert results(move(previewed=previewed)) == {"Priya Sharma 1": ("moved", "new", "contacted")}


def test_what_is_no_longer_there_or_to_be_seen_is_counted() -> None:
    row = lead(1)
    made = move(previewed={**seen(), new_id(): row.status}, leads=Lead.objects.exclude(pk=row.pk))
    assert (made.missing, results(made)) == (2, {})


def test_what_was_not_previewed_is_not_moved() -> None:
    lead(1)
    previewed = seen()
    lead(2)
    assert list(results(move(previewed=previewed))) == ["Priya Sharma 1"]


def test_a_job_is_done_once() -> None:
    lead(1)
    made = move("contacted")
    with pytest.raises(AlreadyMade):
        move("qualified", job=made.pk)
    assert statuses() == {"Priya Sharma 1": "contacted"}


def test_an_undo_gives_every_lead_the_status_it_had() -> None:
    lead(1, name="New one")
    lead(2, name="Nurtured", status="nurturing")
    lead(3, name="There already", status="qualified")
    made = move("qualified")
    undone = undo(made)
    assert statuses() == {"New one": "new", "Nurtured": "nurturing", "There already": "qualified"}
    assert results(undone) == {
        "New one": ("moved", "qualified", "new"),
        "Nurtured": ("moved", "qualified", "nurturing"),
    }
    assert (undone.undoes_id, undone.reason) == (made.pk, "undo")
    assert sorted(str(facts) for _, facts in logged()[2:]) == [
        "{'to': 'new', 'from': 'qualified', 'reason': 'undo'}",
        "{'to': 'nurturing', 'from': 'qualified', 'reason': 'undo'}",
    ]


def test_an_undo_leaves_alone_what_somebody_has_touched_since() -> None:
    lead(1, name="Untouched")
    touched = lead(2, name="Touched")
    made = move("contacted")
    Lead.objects.filter(pk=touched.pk).update(location="Pune")
    assert results(undo(made)) == {
        "Untouched": ("moved", "contacted", "new"),
        "Touched": ("changed", "contacted", None),
    }
    assert statuses() == {"Untouched": "new", "Touched": "contacted"}


def test_an_undo_leaves_alone_what_a_colleague_has_logged_on_since() -> None:
    lead(1, name="Untouched")
    noted = lead(2, name="Noted")
    made = move("contacted")
    recorder.record(
        lead_id=noted.pk, kind="note", message="Wants samples", actor=RAJESH, created_at=timezone.now()
    )
    assert results(undo(made)) == {
        "Untouched": ("moved", "contacted", "new"),
        "Noted": ("changed", "contacted", None),
    }


def test_an_undo_keeps_the_times_of_contacts_and_gives_a_conversion_back() -> None:
    neha = in_role("Sales")
    row = lead(1)
    assignments.take(lead_id=row.pk, owner=neha, actor=NEHA, now=timezone.now())
    assignments.answered(assignments.locked(row.pk), timezone.now(), by_us=True)
    workflow.change_status(leads=Lead.objects.all(), to="converted", actor=NEHA, manager=False)
    before = Lead.objects.values_list("first_response_at", "last_contact_at", "conversion_date").get()
    made = move("qualified", manager=True, reason="By mistake")
    assert Lead.objects.get().conversion_date is None
    undo(made)
    after = Lead.objects.values_list("first_response_at", "last_contact_at", "conversion_date").get()
    assert after == before


def test_what_a_move_ended_is_owed_again_when_it_is_taken_back() -> None:
    for number in (1, 2):
        assignments.take(
            lead_id=lead(number).pk, owner=in_role("Sales", f"user{number}"), actor=NEHA, now=timezone.now()
        )
    owed = Assignment.objects.order_by("pk").values("lead", "owner", "status", "sla_deadline", "completed_at")
    before = list(owed)
    made = move("lost", reason="Shop closed")
    assert set(Assignment.objects.values_list("status", "completed_at")) == {("completed", None)}
    assert {result for result, *_ in results(undo(made)).values()} == {"moved"}
    assert list(owed.all()) == before


def test_an_undone_conversion_is_none() -> None:
    lead(1)
    made = move("converted")
    assert Lead.objects.get().conversion_date is not None
    undo(made)
    assert Lead.objects.get().conversion_date is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"actor": RAJESH}, "not_yours"), ({"now": timezone.now() + timedelta(hours=2)}, "too_late")],
)
def test_an_undo_that_is_not_allowed_changes_nothing(changed: dict[str, object], code: str) -> None:
    lead(1)
    made = move()
    with pytest.raises(Refused) as refused:
        undo(made, **changed)
    assert (refused.value.code, statuses()) == (code, {"Priya Sharma 1": "contacted"})


def test_a_move_is_taken_back_once() -> None:
    lead(1)
    made = move()
    undo(made)
    with pytest.raises(AlreadyMade):
        undo(made)


def test_an_undo_is_not_undone() -> None:
    lead(1)
    undone = undo(move())
    with pytest.raises(Refused, match="no_such_move"):
        undo(undone)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_the_same_leads_one_does() -> None:
    rows = [lead(number) for number in (1, 2, 3)]
    previewed = seen()
    made = at_once(
        rows[0].pk,
        lambda: move("contacted", previewed=previewed, actor=NEHA),
        lambda: move("nurturing", previewed=previewed, actor=RAJESH),
    )
    counted = sorted(
        (BulkMoveRow.objects.filter(move=one).moved().count(), one.made_by_id)  # type: ignore[attr-defined]  # a BulkMove each
        for one in made
    )
    assert [count for count, _ in counted] == [0, 3]
    assert {actor for actor, _ in logged()} == {counted[1][1]}


@pytest.mark.django_db(transaction=True)
def test_one_job_sent_twice_at_once_is_done_once() -> None:
    row, job = lead(1), new_id()
    previewed = seen()
    made = at_once_or_refused(row.pk, job, previewed)
    assert sorted(type(one).__name__ for one in made) == ["AlreadyMade", "BulkMove"]
    assert logged() == [("sales_user_5", {"from": "new", "to": "contacted"})]


def at_once_or_refused(lead_id: UUID, job: UUID, previewed: Mapping[UUID, str]) -> list[object]:
    """The second waits for the first at the job's key, the first for the lead."""

    def deed() -> BulkMove:
        return move("contacted", job=job, previewed=previewed)

    return at_once(lead_id, deed, deed)
