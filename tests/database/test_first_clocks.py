"""Every new lead has a clock that runs from the moment its customer asked, whoever stores it."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from leadsite.keys import new_id
from tests.database.access import STAFF, Row, data_api, insert, lead, owner_connection, run

ASKED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def clocks() -> list[Row]:
    return run(
        "select lead_id, clock, started_at, route_at is not null, deadline from lead_clocks order by 3"
    )


def submit(lead_id: UUID, *, suspect: str | None = None, kind: str = "first") -> UUID:
    key = new_id()
    return insert(
        "submissions", id=key, lead_id=lead_id, folio=key.hex[12:], received_at=ASKED, suspect=suspect, kind=kind,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_clock_starts_when_the_customer_asked_not_when_the_row_arrived() -> None:
    priya = lead(created_at=ASKED)
    assert clocks() == [(priya, "first_response", ASKED, True, None)]


@pytest.mark.django_db
def test_each_lead_of_one_statement_has_its_own() -> None:
    run(
        "insert into leads (name, phone, created_at) values"
        " ('Priya Sharma', '+919820012345', %s), ('Arjun Mehta', '+919820012346', %s)",
        ASKED,
        ASKED,
    )
    assert len(clocks()) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts", [{"status": "contacted"}, {"status": "lost"}, {"first_response_at": ASKED}], ids=str
)
def test_a_lead_that_comes_in_worked_or_answered_has_none(facts: dict[str, object]) -> None:
    lead(**facts)
    assert clocks() == []


@pytest.mark.django_db
def test_a_lead_that_comes_in_with_an_owner_is_for_the_sweep_not_the_router() -> None:
    priya = lead(created_at=ASKED, owner_id="sales_user_5")
    assert clocks() == [(priya, "first_response", ASKED, False, None)]
    assert run("select next_step_at <= now() from lead_clocks") == [(True,)]


@pytest.mark.django_db
def test_a_suspect_has_none() -> None:
    submit(lead(), suspect="flood")
    assert clocks() == []


@pytest.mark.django_db
def test_a_suspect_that_is_cleared_has_its_clock_from_the_moment_it_asked() -> None:
    priya = lead(created_at=ASKED)
    submit(priya, suspect="flood")
    run("update submissions set suspect = null")
    assert clocks() == [(priya, "first_response", ASKED, True, None)]


@pytest.mark.django_db
def test_a_genuine_enquiry_brings_a_suspect_to_life() -> None:
    priya = lead(created_at=ASKED)
    submit(priya, suspect="flood")
    submit(priya, kind="repeat")
    assert clocks() == [(priya, "first_response", ASKED, True, None)]


@pytest.mark.django_db
def test_a_lead_that_is_taken_for_a_suspect_after_all_loses_it() -> None:
    submit(lead())
    run("update submissions set suspect = 'by hand'")
    assert clocks() == []


@pytest.mark.django_db
def test_a_suspect_repeat_of_a_genuine_lead_changes_nothing() -> None:
    priya = lead(created_at=ASKED)
    submit(priya)
    submit(priya, suspect="flood", kind="repeat")
    assert clocks() == [(priya, "first_response", ASKED, True, None)]


@pytest.mark.django_db
def test_what_was_missed_before_a_lead_became_suspect_stays_a_fact() -> None:
    submit(lead())
    run("update lead_clocks set missed_at = now()")
    run("update submissions set suspect = 'by hand'")
    assert run("select missed_at is not null from lead_clocks") == [(True,)]


def test_an_anonymous_visitor_of_the_data_api_starts_a_clock_and_cannot_see_it(
    transactional_db: None,
) -> None:
    with data_api() as api:
        with api.role("anon"):
            api.run("insert into leads (name, email) values ('Priya Sharma', 'p@example.com')")
            assert api.refused("select * from lead_clocks") == "42501"
        assert api.run("select clock, route_at is not null from lead_clocks") == [("first_response", True)]


def test_staff_of_the_data_api_read_and_change_no_clock(transactional_db: None) -> None:
    lead()
    with data_api() as api, api.role("authenticated", STAFF):
        assert api.refused("select * from lead_clocks") == "42501"
        assert api.refused("update lead_clocks set answered_at = now()") == "42501"
        assert api.refused("select begin_first_clocks('{}')") == "42501"


def test_the_router_is_woken_once_a_statement(transactional_db: None) -> None:
    with owner_connection() as ear:
        ear.autocommit = True
        ear.execute("listen leads_to_route")
        run(
            "insert into leads (name, phone) values ('Priya Sharma', '+919820012345'), ('Arjun', '+919820012346')"
        )
        assert heard(ear) == 1
        lead(status="contacted")
        assert heard(ear) == 0


def heard(ear: "psycopg.Connection[Row]") -> int:
    return len(list(ear.notifies(timeout=1, stop_after=2)))
