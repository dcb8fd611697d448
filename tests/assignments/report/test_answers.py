"""Waits with who answered them, and the working time that took."""

from datetime import date, timedelta

import pytest

from activity.models import Activity
from assignments.report.answers import Weeks, waited
from assignments.report.summary import Verdict
from leadsite.accounts.models import User
from tests import people
from tests.assignments.report import stories
from tests.assignments.report.stories import at
from tests.leads import facts

pytestmark = pytest.mark.django_db
WEEKS = Weeks(4, at("2026-11-27T12:00"))  # a Friday


@pytest.fixture
def neha() -> User:
    return people.in_role("Sales")


def test_an_answer_counts_the_hours_of_the_shop_and_no_others(neha: User) -> None:
    # Thursday 17:30 to Friday 9:45: half an hour in the evening, 45 minutes in the morning.
    stories.waited(
        facts.lead(), "2026-11-26T17:30", due="2026-11-27T10:30", answered="2026-11-27T09:45", by=neha
    )
    (row,) = waited(WEEKS, "first_response")
    assert (row.person, row.week, row.verdict, row.minutes) == (
        "Neha Patel", date(2026, 11, 23), Verdict.MET, 75
    )  # fmt: skip


def test_a_part_of_a_minute_is_a_minute(neha: User) -> None:
    stories.waited(
        facts.lead(), "2026-11-26T10:00", due="2026-11-26T11:00", answered="2026-11-26T10:00:01", by=neha
    )
    assert [row.minutes for row in waited(WEEKS, "first_response")] == [1]


def test_an_answer_at_the_deadline_is_in_time_and_one_after_it_late(neha: User) -> None:
    for number, answered in enumerate(("2026-11-26T11:00", "2026-11-26T11:00:01"), 1):
        stories.waited(
            facts.lead(number), "2026-11-26T10:00", due="2026-11-26T11:00", answered=answered, by=neha
        )
    assert sorted(row.verdict for row in waited(WEEKS, "first_response")) == [Verdict.LATE, Verdict.MET]


def test_what_nobody_answered_is_its_owners(neha: User) -> None:
    lead = facts.worked(facts.lead(), neha)
    stories.waited(lead, "2026-11-26T10:00", due="2026-11-26T11:00")
    (row,) = waited(WEEKS, "first_response")
    assert (row.person, row.verdict, row.minutes) == ("Neha Patel", Verdict.MISSED, None)


@pytest.mark.parametrize(
    ("due", "stopped", "verdict"),
    [
        ("2026-11-27T13:00", None, Verdict.RUNNING),
        ("2026-11-27T11:00", None, Verdict.MISSED),
        ("2026-11-27T11:00", "2026-11-27T10:30", Verdict.CLOSED),
        ("2026-11-27T10:00", "2026-11-27T10:30", Verdict.MISSED),
    ],
)
def test_what_is_not_answered_runs_is_missed_or_was_closed(
    due: str, stopped: str | None, verdict: Verdict
) -> None:
    stopped_at = at(stopped) if stopped else None
    stories.waited(facts.lead(), "2026-11-27T09:30", due=due, stopped_at=stopped_at)
    assert [row.verdict for row in waited(WEEKS, "first_response")] == [verdict]


def test_time_that_the_customer_was_waited_for_does_not_count(neha: User) -> None:
    lead = facts.lead()
    stories.waited(lead, "2026-11-26T10:00", due="2026-11-26T13:00", answered="2026-11-26T12:00", by=neha)
    Activity.objects.create(
        lead=lead, type="waiting", status="completed", message="Waiting", metadata={"reason": "measures"},
        created_at=at("2026-11-26T10:30"),
    )  # fmt: skip
    # It ended when its row was written, after the answer: of two hours the first half hour counts.
    assert [row.minutes for row in waited(WEEKS, "first_response")] == [30]


def test_a_week_begins_on_the_shops_monday_and_what_is_older_is_left_out(neha: User) -> None:
    before, after = WEEKS.begins - timedelta(seconds=1), WEEKS.begins
    assert after == at("2026-11-02T00:00")
    for number, moment in enumerate((before, after), 1):
        clock = stories.waited(facts.lead(number), "2026-11-02T10:00", due="2026-11-02T11:00")
        type(clock).objects.filter(pk=clock.pk).update(started_at=moment)
    assert [row.week for row in waited(WEEKS, "first_response")] == [date(2026, 11, 2)]


def test_a_reader_sees_their_own_leads_only_where_the_shop_says_so(neha: User, settings: object) -> None:
    settings.SALES_SEE = "own"  # type: ignore[attr-defined]  # pytest-django's wrapper
    rajesh = people.in_role("Sales", "rajesh", "Rajesh Kumar")
    for number, owner in enumerate((neha, rajesh), 1):
        stories.waited(facts.worked(facts.lead(number), owner), "2026-11-26T10:00", due="2026-11-26T11:00")
    assert [row.person for row in waited(WEEKS, "first_response", neha)] == ["Neha Patel"]
    assert len(waited(WEEKS, "first_response")) == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_few_questions_for_few_and_many(
    neha: User, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        stories.waited(facts.lead(number + 1), "2026-11-26T10:00", due="2026-11-26T11:00")
    waited(WEEKS, "first_response")  # the calendar is compiled once a process
    with django_assert_num_queries(4):  # type: ignore[operator]  # the plugin's
        waited(WEEKS, "first_response")
