"""What a closed lead owes ends, whoever closes it, by plain SQL."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from tests.database.access import STAFF, data_api, insert, lead, one, run
from tests.database.cost import cpu_seconds
from tests.racing import one_after_the_other

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def owed(number: int = 1, **columns: object) -> UUID:
    """A lead with an owner who has yet to answer."""
    asked = lead(email=f"priya.{number}@example.com", **columns)
    assign(asked)
    return asked


def assign(lead_id: UUID, hours: int = 0, **columns: object) -> UUID:
    at = NINE + timedelta(hours=hours)
    facts = {
        "owner_id": "sales_user_5",
        "assigned_at": at,
        "sla_deadline": at + timedelta(hours=1),
        **columns,
    }
    return insert("assignments", lead_id=lead_id, **facts)


def move(lead_id: UUID, status: str) -> None:
    run("update leads set status = %s where id = %s", status, lead_id)


def standing(lead_id: UUID) -> list[str]:
    found = run("select status from assignments where lead_id = %s order by assigned_at", lead_id)
    return [status for (status,) in found]


@pytest.mark.django_db
@pytest.mark.parametrize("closed", ["lost", "converted"])
def test_a_lead_that_is_closed_owes_no_answer(closed: str) -> None:
    priya = owed()
    move(priya, closed)
    assert run("select status, completed_at, sla_met, response_time_minutes from assignments") == [
        ("completed", None, None, None)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("still_open", ["contacted", "nurturing", "qualified"])
def test_a_lead_that_moves_on_owes_it_still(still_open: str) -> None:
    priya = owed()
    move(priya, still_open)
    assert standing(priya) == ["active"]


@pytest.mark.django_db
@pytest.mark.parametrize("closed", ["lost", "converted"])
def test_a_lead_that_is_reopened_owes_what_it_owed(closed: str) -> None:
    priya = owed()
    owed_then = "select owner_id, status, assigned_at, sla_deadline, completed_at, sla_met from assignments"
    before = run(owed_then)
    move(priya, closed)
    move(priya, "new")
    assert run(owed_then) == before


@pytest.mark.django_db
def test_from_one_end_to_the_other_nothing_is_owed() -> None:
    priya = owed()
    move(priya, "lost")
    move(priya, "converted")
    assert standing(priya) == ["completed"]


@pytest.mark.django_db
def test_what_was_answered_before_stays_as_it_was() -> None:
    priya = owed()
    run("update assignments set status = 'completed', completed_at = %s", NINE + timedelta(minutes=20))
    before = run("select * from assignments")
    move(priya, "lost")
    move(priya, "new")
    assert run("select * from assignments") == before


@pytest.mark.django_db
def test_a_customer_who_was_answered_while_the_lead_was_closed_is_owed_no_second_answer() -> None:
    priya = owed()
    move(priya, "lost")
    run("update leads set first_response_at = %s", NINE + timedelta(days=3))
    move(priya, "contacted")
    assert standing(priya) == ["completed"]


@pytest.mark.django_db
def test_an_answer_by_an_earlier_owner_does_not_end_what_the_next_one_owes() -> None:
    priya = owed()
    run("update assignments set status = 'reassigned', completed_at = %s", NINE + timedelta(minutes=20))
    run("update leads set first_response_at = %s", NINE + timedelta(minutes=20))
    assign(priya, hours=2)
    move(priya, "lost")
    move(priya, "contacted")
    assert standing(priya) == ["reassigned", "active"]


@pytest.mark.django_db
def test_only_the_newest_owner_owes_when_it_is_reopened() -> None:
    priya = owed()
    move(priya, "lost")
    assign(priya, hours=2)
    assert standing(priya) == ["completed", "completed"]
    move(priya, "new")
    assert standing(priya) == ["completed", "active"]


@pytest.mark.django_db
def test_who_handed_it_on_owes_nothing_when_it_is_reopened() -> None:
    priya = owed()
    move(priya, "lost")
    run("update assignments set status = 'reassigned'")
    move(priya, "new")
    assert standing(priya) == ["reassigned"]


@pytest.mark.django_db
def test_a_closed_lead_is_given_to_somebody_who_owes_nothing_before_it_is_reopened() -> None:
    priya = lead(status="lost")
    assign(priya)
    assert (standing(priya), one("select owner_id from leads")) == (["completed"], "sales_user_5")
    move(priya, "new")
    assert standing(priya) == ["active"]


@pytest.mark.django_db
def test_an_assignment_cannot_be_made_active_while_its_lead_is_closed() -> None:
    priya = owed(status="converted")
    run("update assignments set status = 'active'")
    assert standing(priya) == ["completed"]


@pytest.mark.django_db
def test_an_assignment_that_moves_to_a_closed_lead_is_completed() -> None:
    owed()
    asha = lead(email="asha@example.com", status="lost")
    run("update assignments set lead_id = %s", asha)
    assert standing(asha) == ["completed"]


@pytest.mark.django_db
def test_other_leads_owe_what_they_owed() -> None:
    priya, asha = owed(1), owed(2)
    move(priya, "lost")
    assert (standing(priya), standing(asha)) == (["completed"], ["active"])


@pytest.mark.django_db
def test_a_lead_is_as_it_was_but_for_its_status() -> None:
    """Whoever looks at it would be told that a colleague had changed it; undoing a bulk move asks too."""
    priya = owed()
    said = "update leads set status = %s where id = %s returning updated_at, owner_id"
    for status in ("lost", "new"):
        assert run(said, status, priya) == run("select updated_at, owner_id from leads")
    assert one("select owner_id from leads") == "sales_user_5"


@pytest.mark.django_db
def test_no_verdict_is_written_without_an_answer() -> None:
    owed()
    with pytest.raises(IntegrityError, match="assignments_verdict_needs_answer"):
        run("update assignments set sla_met = true")


@pytest.mark.django_db
def test_the_figures_know_nothing_of_what_was_never_answered() -> None:
    move(owed(), "lost")
    stats = one("select get_dashboard_stats()")
    assert (stats["sla_violations"], stats["avg_response_time_minutes"]) == (0, None)


@pytest.mark.django_db
def test_many_are_closed_and_reopened_in_one_statement() -> None:
    for number in range(5):
        owed(number)
    run("update leads set status = 'lost'")
    assert run("select distinct status from assignments") == [("completed",)]
    run("update leads set status = 'contacted'")
    assert run("select distinct status from assignments") == [("active",)]


@pytest.mark.django_db
def test_many_after_a_few_single_ones_cost_no_more_than_by_themselves() -> None:
    """A connection keeps the plan that it made for one lead."""
    run(
        "insert into leads (name, phone) select 'Priya Sharma', 9100000000 + n from generate_series(1, 5000) n"
    )
    run(
        "insert into assignments (lead_id, owner_id, sla_deadline) select id, 'sales_user_5', now() from leads"
    )
    run("discard plans")  # those of other tests, made while the tables were empty
    run("update leads set status = 'lost' where id = (select id from leads limit 1)")
    run("update leads set status = 'new' where status = 'lost'")
    after_one = cpu_seconds("update leads set status = 'lost'") + cpu_seconds(
        "update leads set status = 'new'"
    )
    run("discard plans")
    alone = cpu_seconds("update leads set status = 'lost'") + cpu_seconds("update leads set status = 'new'")
    assert after_one < 3 * alone


@pytest.mark.django_db(transaction=True)
def test_a_colleague_of_the_data_api_closes_and_reopens_and_what_is_owed_follows() -> None:
    priya = owed()
    with data_api() as api, api.role("authenticated", STAFF):
        for status, expected in (("lost", "completed"), ("new", "active")):
            api.run("update leads set status = %s where id = %s", status, priya)
            assert api.run("select status from assignments") == [(expected,)]


@pytest.mark.django_db(transaction=True)
def test_a_colleague_of_the_data_api_assigns_a_closed_lead_and_owes_nothing() -> None:
    priya = lead(status="lost")
    with data_api() as api, api.role("authenticated", STAFF):
        api.run(
            "insert into assignments (lead_id, owner_id, sla_deadline) values (%s, 'sales_user_5', now())",
            priya,
        )
        assert api.run("select status from assignments") == [("completed",)]
        assert api.refused("select close_assignments()") == "42501"
        assert api.refused("select complete_of_closed()") == "42501"


@pytest.mark.django_db(transaction=True)
def test_whoever_assigns_while_a_lead_is_being_closed_owes_nothing() -> None:
    priya = lead()
    one_after_the_other(lambda: move(priya, "lost"), lambda: assign(priya))
    assert standing(priya) == ["completed"]


@pytest.mark.django_db(transaction=True)
def test_whoever_closes_while_a_lead_is_being_assigned_ends_what_is_owed() -> None:
    priya = lead()
    one_after_the_other(lambda: assign(priya), lambda: move(priya, "lost"))
    assert standing(priya) == ["completed"]
