from datetime import timedelta

import pytest

from activity import follow_ups, timeline
from activity.kinds import Actor
from activity.models import Activity
from activity.querysets import ActivityQuerySet
from leads.models import Lead
from tests.leads.facts import lead
from tests.leads.quoting.rows import NOW
from tests.people import in_role

pytestmark = pytest.mark.django_db


def log(row: Lead) -> ActivityQuerySet:
    return Activity.objects.filter(lead=row)


def texts(page: timeline.Page) -> list[str]:
    return [entry.sentence.text for entry in page.entries]


def test_pages_of_one_moment_leave_nothing_out_and_repeat_nothing() -> None:
    row = lead()
    for number in range(7):
        row.activities.create(type="note", message=str(number), created_at=NOW)
    found, before = [], ""
    while True:
        shown = timeline.page(log(row), before=before, size=3)
        found.append(len(shown.entries))
        before = shown.older
        if not before:
            break
    assert found == [3, 3, 1]


def test_the_newest_is_on_top() -> None:
    row = lead()
    for number in (2, 1, 3):
        row.activities.create(type="note", message=str(number), created_at=NOW + timedelta(hours=number))
    assert texts(timeline.page(log(row))) == ["3", "2", "1"]


@pytest.mark.parametrize(
    "before", ["yesterday", "never_0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071", "2026-11-21_x"]
)
def test_a_page_that_was_never_shown_is_the_first_one_and_says_so(before: str) -> None:
    row = lead()
    row.activities.create(type="note", message="x")
    shown = timeline.page(log(row), before=before)
    assert (texts(shown), shown.lost) == (["x"], True)


def test_every_type_is_in_one_filter() -> None:
    shown = [kind for kinds in timeline.SHOWN.values() for kind in kinds]
    assert sorted(shown) == sorted(kind for kind, _ in Activity._meta.get_field("type").choices)


def test_an_unknown_filter_shows_everything() -> None:
    row = lead()
    row.activities.create(type="note", message="x")
    assert texts(timeline.page(log(row), show="nonsense")) == ["x"]
    assert [name for name, _, here in timeline.filters("nonsense") if here] == [""]


def test_an_entry_names_the_colleague_and_its_icon() -> None:
    row, neha = lead(), in_role("Sales")
    row.activities.create(
        type="waiting", status="pending", message="x", metadata={"reason": "y"}, actor_type="user", actor_id=neha.identifier
    )  # fmt: skip
    (entry,) = timeline.page(log(row)).entries
    assert (entry.actor, entry.icon) == ("Neha Patel", "waiting")


def approved(row: Lead, *, noted: bool) -> None:
    row.activities.create(
        type="approval",
        status="approved",
        message="5 % off",
        created_at=NOW,
        metadata={"approval_type": "discount", "requires_manager": True, "outcome": "A good customer"},
    )
    if noted:
        row.activities.create(
            type="note", message="Approved: A good customer", created_at=NOW + timedelta(hours=1)
        )


def test_a_decision_is_told_once() -> None:
    row = lead()
    approved(row, noted=True)
    shown = timeline.page(log(row)).entries
    assert [(entry.sentence.text, entry.sentence.detail) for entry in shown] == [
        ("Approved: A good customer", ""),
        ("Approval asked for: discount", "5 % off"),
    ]


@pytest.mark.parametrize(("noted", "show"), [(False, ""), (True, "tasks")])
def test_a_decision_that_no_entry_tells_is_told_by_the_request(noted: bool, show: str) -> None:
    row = lead()
    approved(row, noted=noted)
    (entry,) = timeline.page(log(row), show=show).entries
    assert (entry.sentence.text, entry.sentence.detail) == (
        "Approval asked for and given: discount",
        "5 % off · A good customer",
    )


def test_what_a_colleague_put_off_is_told_as_theirs() -> None:
    row = lead()
    facts = {
        "action": "call",
        "scheduled_for": (NOW + timedelta(days=1)).isoformat(),
        "reason": "asked again",
    }
    planned = row.activities.create(type="follow_up", status="pending", message="Asked again", metadata=facts)
    neha = Actor("user", in_role("Sales").identifier)
    follow_ups.snooze(activity_id=planned.pk, at=NOW + timedelta(days=2), actor=neha, now=NOW)
    shown = timeline.page(log(row)).entries
    assert [(entry.actor, entry.sentence.text) for entry in shown] == [
        ("Neha Patel", "Call put off until Mon 23 Nov 2026, 15:00"),
        ("the system", "Call planned for Sun 22 Nov 2026, 15:00, then put off"),
    ]
