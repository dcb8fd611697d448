"""Owners and their deadlines, by plain SQL."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError

from tests.database.access import insert, lead, run

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def assignment(lead_id: UUID, **columns: object) -> UUID:
    facts = {
        "owner_id": "sales_user_5",
        "assigned_at": NINE,
        "sla_deadline": NINE + timedelta(hours=1),
        **columns,
    }
    return insert("assignments", lead_id=lead_id, **facts)


@pytest.mark.parametrize(
    ("minutes", "met"),
    [(0, True), (59, True), (60, True), (61, False)],
)
def test_completing_settles_the_deadline(minutes: int, met: bool) -> None:
    assignment(lead())
    run("update assignments set completed_at = %s", NINE + timedelta(minutes=minutes))
    assert run("select sla_met, response_time_minutes from assignments") == [(met, minutes)]


def test_a_row_that_comes_completed_is_settled_too() -> None:
    assignment(lead(), completed_at=NINE + timedelta(minutes=30), status="completed")
    assert run("select sla_met, response_time_minutes from assignments") == [(True, 30)]


def test_a_second_completion_changes_nothing() -> None:
    assignment(lead())
    run("update assignments set completed_at = %s", NINE + timedelta(minutes=5))
    run("update assignments set completed_at = %s", NINE + timedelta(hours=5))
    assert run("select sla_met, response_time_minutes from assignments") == [(True, 5)]


def test_an_open_assignment_is_neither_met_nor_missed() -> None:
    assignment(lead())
    run("update assignments set owner_name = 'Neha Patel'")
    assert run("select sla_met, response_time_minutes, status from assignments") == [(None, None, "active")]


def test_a_lead_has_one_active_owner() -> None:
    priya = lead()
    assignment(priya, status="reassigned")
    assignment(priya, status="completed")
    assignment(priya)
    with pytest.raises(IntegrityError, match="assignments_one_active"):
        assignment(priya, owner_id="sales_user_6")


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(IntegrityError, match="assignments_status_check"):
        assignment(lead(), status="paused")


@pytest.mark.parametrize("column", ["assigned_at", "sla_deadline", "completed_at"])
@pytest.mark.parametrize("odd", ["infinity", "-infinity", "20000-01-01", "0044-03-15 BC"])
def test_a_time_that_no_page_could_show_is_refused(column: str, odd: str) -> None:
    with pytest.raises(DatabaseError):
        assignment(lead(), **{column: odd})
