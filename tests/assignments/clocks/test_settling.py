"""Stored deadlines and verdicts follow from the log, the promise and the hours, and are written once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from activity.kinds import Actor
from activity.models import Activity
from assignments import workflow
from assignments.clocks.settling import settle
from assignments.defaults import CALENDAR, POLICY
from assignments.models import Assignment, CalendarVersion, LeadClock, PolicyVersion, Team, TeamMember
from leads.models import Lead
from tests.assignments.promises import Hours, calendar
from tests.leads.facts import lead
from tests.people import in_role
from tests.racing import at_once, one_after_the_other

NEHA = Actor("user", "sales_user_5")
TEN = datetime(
    2026, 11, 23, 4, 30, tzinfo=UTC
)  # of a Monday in Kolkata, where the shop is open from nine to six
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SATURDAY_TWO = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
OUT = {"direction": "out", "outcome": "reached"}
MAILED = {"direction": "in", "automatic": False, "channel": "by hand", "retry_count": 0}


def asked(at: datetime = TEN, **changed: Any) -> Lead:
    """A lead whose deadline has been worked out."""
    row = lead(asked=at, **changed)
    settle([row.pk], now=at)
    return row


def call(row: Lead, at: datetime) -> Activity:
    return workflow.record_contact(
        lead_id=row.pk, kind="call", message="Called", facts=OUT, actor=NEHA, now=at
    )


def write_in(row: Lead, at: datetime) -> Activity:
    return workflow.record_contact(
        lead_id=row.pk, kind="email", message="And in oak?", facts=MAILED, actor=NEHA, now=at
    )


def judged(row: Lead, priority: str, at: datetime) -> None:
    Activity.objects.create(
        lead=row,
        type="ai_result",
        message="x",
        actor_type="ai",
        created_at=at,
        metadata={"priority": priority},
    )


def clocks(*names: str) -> list[Any]:
    return list(LeadClock.objects.order_by("started_at").values_list(*names, flat=len(names) == 1))


def verdicts() -> list[tuple[str, str]]:
    found = Activity.objects.filter(type="sla").order_by("id").values_list("metadata", flat=True)
    return [(facts["event"], facts["clock"]) for facts in found if facts]


@pytest.mark.django_db
def test_an_hour_from_saturday_afternoon_is_over_that_afternoon() -> None:
    asked(SATURDAY_TWO)
    assert clocks("deadline") == [SATURDAY_TWO + HOUR]


@pytest.mark.django_db
def test_what_is_left_of_saturday_is_added_to_monday() -> None:
    """17:30 and an hour: half of it until six on Saturday, the other half from nine on Monday."""
    asked(SATURDAY_TWO + 3.5 * HOUR)
    assert clocks("deadline") == [datetime(2026, 11, 23, 4, 0, tzinfo=UTC)]


@pytest.mark.django_db
def test_the_versions_are_pinned_when_it_is_first_worked_out() -> None:
    asked()
    calendar_version = CalendarVersion.objects.get(calendar__name=CALENDAR).pk
    policy_version = PolicyVersion.objects.get(policy__name=POLICY).pk
    assert clocks("calendar_version", "policy_version") == [(calendar_version, policy_version)]
    assert clocks("fingerprint") != [""]


@pytest.mark.django_db
def test_settling_twice_changes_nothing_the_second_time() -> None:
    row = asked()
    assert settle([row.pk], now=TEN + MINUTE) == []


@pytest.mark.django_db
def test_the_sweep_looks_first_when_it_is_to_warn() -> None:
    asked()
    assert clocks("next_step_at") == [TEN + 45 * MINUTE]


@pytest.mark.django_db
def test_an_urgent_lead_is_answered_sooner_once_that_is_known() -> None:
    row = asked()
    judged(row, "high", TEN + MINUTE)
    settle([row.pk], now=TEN + MINUTE)
    assert clocks("deadline") == [TEN + 30 * MINUTE]


@pytest.mark.django_db
def test_what_is_said_of_a_lead_after_its_deadline_moves_it_no_more() -> None:
    row = asked()
    judged(row, "low", TEN + 2 * HOUR)
    settle([row.pk], now=TEN + 2 * HOUR)
    assert clocks("deadline") == [TEN + HOUR]


@pytest.mark.django_db
@pytest.mark.parametrize("priority", ["low", "high"])
def test_nor_does_it_move_the_owners_deadline_that_has_passed(priority: str) -> None:
    row, neha = asked(), in_role("Sales", "neha", "Neha Patel")
    workflow.hand(lead=row, owner=neha, actor=NEHA, reason="x", now=TEN)
    due = Assignment.objects.get(lead=row).sla_deadline
    judged(row, priority, due + MINUTE)
    settle([row.pk], now=due + MINUTE)
    assert Assignment.objects.get(lead=row).sla_deadline == due


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "event", "missed"), [(60, "met", None), (61, "answered_late", TEN + HOUR)], ids=str
)
def test_an_answer_at_the_deadline_is_in_time_and_later_is_a_miss(
    after: int, event: str, missed: datetime | None
) -> None:
    call(asked(), TEN + after * MINUTE)
    assert clocks("answered_at", "missed_at", "next_step_at") == [(TEN + after * MINUTE, missed, None)]
    assert verdicts() == [(event, "first_response")]


@pytest.mark.django_db
def test_a_miss_that_was_marked_stays_one_whatever_the_log_learns_later() -> None:
    row = asked()
    LeadClock.objects.update(missed_at=TEN + HOUR)
    call(row, TEN + 2 * HOUR)
    assert clocks("missed_at", "deadline") == [(TEN + HOUR, TEN + HOUR)]
    assert verdicts() == [("answered_late", "first_response")]


@pytest.mark.django_db
def test_only_the_first_answer_is_a_verdict() -> None:
    row = asked()
    call(row, TEN + 5 * MINUTE)
    call(row, TEN + 10 * MINUTE)
    assert verdicts() == [("met", "first_response")]


@pytest.mark.django_db
def test_after_a_message_the_next_answer_is_due_in_two_hours_and_its_clock_ends_with_it() -> None:
    row = asked()
    call(row, TEN + MINUTE)
    write_in(row, TEN + HOUR)
    write_in(row, TEN + 2 * HOUR)
    assert clocks("clock", "started_at", "deadline")[1:] == [("next_response", TEN + HOUR, TEN + 3 * HOUR)]
    call(row, TEN + 2.5 * HOUR)
    assert clocks("answered_at")[1:] == [TEN + 2.5 * HOUR]
    assert verdicts() == [("met", "first_response"), ("met", "next_response")]


@pytest.mark.django_db
def test_what_another_program_logged_is_settled_when_somebody_looks() -> None:
    row = asked()
    Activity.objects.create(
        lead=row, type="call", message="Called", actor_type="user", created_at=TEN + MINUTE, metadata=OUT
    )
    assert clocks("fingerprint") == [""]
    settle([row.pk], now=TEN + HOUR)
    assert clocks("answered_at") == [TEN + MINUTE]


@pytest.mark.django_db
def test_the_new_owner_has_an_hour_of_their_own_and_the_customers_deadline_stays() -> None:
    row, neha, rajesh = asked(), in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    workflow.take(lead_id=row.pk, owner=neha, actor=NEHA, now=TEN + 5 * MINUTE)
    workflow.assign(lead_id=row.pk, owner=rajesh, actor=NEHA, reason="On leave", now=TEN + 40 * MINUTE)
    assert Assignment.objects.active().get().sla_deadline == TEN + 100 * MINUTE
    assert clocks("deadline") == [TEN + HOUR]


@pytest.mark.django_db
def test_the_owners_hour_is_counted_in_the_hours_of_their_team() -> None:
    row, neha = asked(), in_role("Sales")
    afternoons = Hours("Asia/Kolkata", (((840, 1080),),) * 7)
    team = Team.objects.create(name="Afternoons", calendar=calendar("Afternoons", afternoons).calendar)
    TeamMember.objects.filter(user=neha).delete()
    TeamMember.objects.create(team=team, user=neha)
    taken = workflow.take(lead_id=row.pk, owner=neha, actor=NEHA, now=TEN)
    assert taken.sla_deadline == TEN + 5 * HOUR  # three in the afternoon


@pytest.mark.django_db
def test_who_gets_an_answered_lead_owes_nothing() -> None:
    row = asked()
    call(row, TEN + MINUTE)
    given = workflow.take(lead_id=row.pk, owner=in_role("Sales"), actor=NEHA, now=TEN + HOUR)
    assert (given.status, given.completed_at, given.sla_met) == ("completed", None, None)
    assert "sla_deadline" not in (Activity.objects.get(type="assignment").metadata or {})
    assert list(Lead.objects.with_deadline().values_list("deadline", "owner__name")) == [(None, "Neha Patel")]


@pytest.mark.django_db
def test_a_deadline_that_another_program_promised_stays_and_its_answer_counts() -> None:
    row = asked()
    Assignment.objects.create(lead=row, owner=in_role("Sales"), assigned_at=TEN, sla_deadline=TEN + 5 * HOUR)
    call(row, TEN + 4 * HOUR)
    assert Assignment.objects.values_list("sla_deadline", "sla_met").get() == (TEN + 5 * HOUR, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_ends_the_wait() -> None:
    row = asked()
    at_once(row.pk, lambda: call(row, TEN + MINUTE), lambda: call(row, TEN + 2 * MINUTE))
    assert verdicts() == [("met", "first_response")]


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_reassign_at_once_leave_one_owner_with_one_deadline() -> None:
    row, neha, rajesh = asked(), in_role("Sales"), in_role("Sales", "rajesh", "Rajesh Kumar")
    at_once(
        row.pk,
        lambda: workflow.assign(lead_id=row.pk, owner=neha, actor=NEHA, reason="x", now=TEN + MINUTE),
        lambda: workflow.assign(lead_id=row.pk, owner=rajesh, actor=NEHA, reason="x", now=TEN + MINUTE),
    )
    active = Assignment.objects.active().get()
    assert (active.sla_deadline, clocks("deadline")) == (TEN + 61 * MINUTE, [TEN + HOUR])
    assert Assignment.objects.filter(status="reassigned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_first_is_what_the_sweep_sees_and_the_other_way_round() -> None:
    """The same second: whoever comes second waits for the first and reads what it wrote."""
    row = asked()
    settle_late = lambda: settle([row.pk], now=TEN + HOUR + MINUTE)  # noqa: E731  # named for the line below
    one_after_the_other(lambda: call(row, TEN + HOUR), settle_late)
    assert clocks("answered_at", "missed_at") == [(TEN + HOUR, None)]
    assert verdicts() == [("met", "first_response")]
