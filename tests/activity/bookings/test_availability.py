"""Who is away, or whose team has closed, is sent nowhere unless a colleague insists."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from activity.bookings import availability, workflow
from activity.bookings.workflow import Plan
from assignments.teams.models import Absence
from leads.exceptions import Refused
from leadsite.accounts.models import User
from tests.activity.bookings.visits import HOUR, NEHA, NOW, TEN, plan, proposed
from tests.assignments import promises
from tests.assignments.routing.teams import team
from tests.leads.facts import lead
from tests.leads.steps import logged_in, problems, said, state, step
from tests.people import alice, in_role

pytestmark = pytest.mark.django_db
EVERY_DAY = replace(promises.SHOP, week=(promises.NINE_TO_SIX,) * 7)
SUNDAY = TEN + timedelta(days=5)
AWAY = "Neha Patel is away then, until Tue 2 Dec, 10:30."
CLOSED = "This is outside the working hours of Neha Patel’s team."
FORM = {
    "staff": "", "at": "2098-12-07T10:00", "lasts": "60", "timezone": "Asia/Kolkata", "place": "The shop",
    "key": "0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071",
}  # fmt: skip


def away(person: User, begins_after: timedelta, ends_after: timedelta) -> Absence:
    return Absence.objects.create(user=person, begins_at=TEN + begins_after, ends_at=TEN + ends_after)


def concerns(person: User, at: Any = TEN, lasts: timedelta = HOUR) -> list[str]:
    return [str(one) for one in availability.concerns(person, plan(person, at, lasts=lasts).times)]


def test_who_is_in_no_team_and_not_away_may_go_at_any_hour() -> None:
    assert concerns(in_role("Sales"), SUNDAY) == []


@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [
        (-1, 0, []),
        (1, 2, []),
        (-1, 0.5, ["away Neha Patel"]),
        (0.5, 9, ["away Neha Patel"]),
        (0.2, 0.4, ["away Neha Patel"]),
        (-9, 9, ["away Neha Patel"]),
    ],
)
def test_an_absence_that_touches_the_visit_speaks_against_it(
    begins: float, ends: float, found: list[str]
) -> None:
    person = in_role("Sales")
    away(person, begins * HOUR, ends * HOUR)
    assert concerns(person) == found


def test_the_absence_of_another_says_nothing() -> None:
    away(in_role("Sales", "rajesh", "Rajesh Kumar"), -HOUR, HOUR)
    assert concerns(in_role("Sales")) == []


@pytest.mark.parametrize(
    ("after", "lasts", "found"),
    [
        (timedelta(0), 1, []),
        (timedelta(0), 8, []),  # until closing time
        (timedelta(hours=7, minutes=30), 1, ["off_hours Neha Patel"]),
        (timedelta(hours=-7), 1, ["off_hours Neha Patel"]),
        (timedelta(days=5), 1, ["off_hours Neha Patel"]),
    ],
    ids=["open", "all day", "past closing time", "at night", "on Sunday"],
)
def test_hours_of_the_team_are_for_all_of_the_visit(after: timedelta, lasts: int, found: list[str]) -> None:
    person = in_role("Sales")
    team(person)
    assert concerns(person, TEN + after, lasts * HOUR) == found


def test_of_who_is_in_two_teams_the_hours_of_either_do() -> None:
    person = in_role("Sales")
    team(person)
    team(person, name="Sundays", hours=EVERY_DAY)
    assert concerns(person, SUNDAY) == []


def test_hours_of_a_team_out_of_use_say_nothing() -> None:
    person = in_role("Sales")
    team(person, is_active=False)
    assert concerns(person, SUNDAY) == []


def test_a_proposal_and_a_move_into_it_are_refused_and_change_nothing() -> None:
    person, row = in_role("Sales"), lead()
    team(person)
    visit = proposed(row, person)
    with pytest.raises(Refused, match="off_hours Neha Patel"):
        proposed(row, person, SUNDAY)
    with pytest.raises(Refused, match="off_hours Neha Patel"):
        workflow.move(activity_id=visit.pk, plan=plan(person, SUNDAY), reason="Sunday", actor=NEHA, now=NOW)
    visit.refresh_from_db()
    assert (visit.status, row.activities.filter(type="booking").count()) == ("pending", 1)


def test_who_insists_proposes_it_all_the_same() -> None:
    person = in_role("Sales")
    team(person)
    wanted = plan(person, SUNDAY)
    insisting = Plan(wanted.staff, wanted.times, wanted.place, anyway=True)
    assert workflow.propose(lead_id=lead().pk, plan=insisting, actor=NEHA, now=NOW).status == "pending"


def test_the_page_warns_and_a_second_press_with_the_tick_proposes() -> None:
    person, row, client = in_role("Sales"), lead(), logged_in(alice())
    team(person)
    away(person, timedelta(days=5), timedelta(days=6))
    facts = {**FORM, "staff": person.identifier}
    before = state()
    warned = client.post(step(row, "visit"), facts)
    told = ["Neha Patel is away then, until Mon 8 Dec, 10:00.", CLOSED]
    assert (warned.status_code, problems(warned), state()) == (422, told, before)
    assert b'<input type="checkbox" name="anyway"' in warned.content
    again = {**facts, "warned": warned.context["form"]["warned"].value(), "anyway": "on"}
    assert said(client.post(step(row, "visit"), again)) == ["Proposed for Sun 7 Dec, 10:00."]


def test_the_tick_is_good_for_the_time_that_it_was_asked_of() -> None:
    person, row, client = in_role("Sales"), lead(), logged_in(alice())
    team(person)
    facts = {**FORM, "staff": person.identifier}
    asked = client.post(step(row, "visit"), facts).context["form"]["warned"].value()
    other = {**facts, "at": "2098-12-02T22:00", "warned": asked, "anyway": "on"}
    answer = client.post(step(row, "visit"), other)
    assert (answer.status_code, problems(answer)) == (422, [CLOSED])
    assert b"checked" not in answer.content.split(b'name="anyway"')[1].split(b">")[0]


def test_without_a_concern_the_page_asks_nothing_more() -> None:
    person, row, client = in_role("Sales"), lead(), logged_in(alice())
    team(person)
    page = client.get(step(row, "visit"))
    assert b'<input type="hidden" name="anyway"' in page.content
    good = {**FORM, "staff": person.identifier, "at": "2098-12-02T10:00"}
    assert said(client.post(step(row, "visit"), good)) == ["Proposed for Tue 2 Dec, 10:00."]


def test_a_time_that_has_passed_is_all_that_is_said_of_it() -> None:
    person, row = in_role("Sales"), lead()
    team(person)
    at = timezone.localtime(timezone.now() - timedelta(days=1)).replace(hour=3)
    facts = {**FORM, "staff": person.identifier, "at": f"{at:%Y-%m-%dT%H:%M}"}
    answer = logged_in(alice()).post(step(row, "visit"), facts)
    assert problems(answer) == ["This time has passed. Choose a later one."]
