"""A lead's owner follows from its assignments, whoever writes them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.database.access import STAFF, data_api, insert, lead, one, run
from tests.racing import one_after_the_other

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def assign(lead_id: UUID, owner: str, hours: int = 0, status: str = "active") -> UUID:
    at = NINE + timedelta(hours=hours)
    return insert(
        "assignments", lead_id=lead_id, owner_id=owner, assigned_at=at, sla_deadline=at, status=status
    )


def owner(lead_id: UUID) -> str | None:
    found: str | None = one("select owner_id from leads where id = %s", lead_id)
    return found


@pytest.mark.django_db
def test_a_new_lead_is_nobodys() -> None:
    assert owner(lead()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "expected"), [("active", "neha"), ("completed", "neha"), ("reassigned", None)]
)
def test_an_assigned_lead_is_its_owners_until_it_is_handed_on(status: str, expected: str | None) -> None:
    priya = lead()
    assign(priya, "neha", status=status)
    assert owner(priya) == expected


@pytest.mark.django_db
def test_the_newest_that_was_not_handed_on_counts() -> None:
    priya = lead()
    assign(priya, "neha", 2, "completed")
    assign(priya, "rajesh", 1)
    assign(priya, "meera", 3, "reassigned")
    assert owner(priya) == "neha"


@pytest.mark.django_db
def test_a_lead_that_is_handed_on_follows() -> None:
    priya = lead()
    first = assign(priya, "neha")
    run("update assignments set status = 'reassigned' where id = %s", first)
    assert owner(priya) is None
    assign(priya, "rajesh", 1)
    assert owner(priya) == "rajesh"


@pytest.mark.django_db
def test_another_owner_in_the_same_row_follows() -> None:
    priya = lead()
    assign(priya, "neha")
    run("update assignments set owner_id = 'rajesh'")
    assert owner(priya) == "rajesh"


@pytest.mark.django_db
def test_a_deleted_assignment_leaves_the_one_before() -> None:
    priya = lead()
    assign(priya, "neha", status="completed")
    second = assign(priya, "rajesh", 1)
    run("delete from assignments where id = %s", second)
    assert owner(priya) == "neha"
    run("delete from assignments")
    assert owner(priya) is None


@pytest.mark.django_db
def test_an_assignment_that_moves_to_another_lead_leaves_the_first() -> None:
    priya, asha = lead(), lead(email="asha@example.com")
    assign(priya, "neha")
    run("update assignments set lead_id = %s", asha)
    assert (owner(priya), owner(asha)) == (None, "neha")


@pytest.mark.django_db
def test_many_follow_in_one_statement() -> None:
    for number in range(5):
        lead(email=f"{number}@example.com")
    run(
        "insert into assignments (lead_id, owner_id, sla_deadline) select id, 'owner of ' || email, now() from leads"
    )
    assert one("select count(*) from leads where owner_id = 'owner of ' || email") == 5
    run("update assignments set owner_id = 'rajesh'")
    assert run("select distinct owner_id from leads") == [("rajesh",)]


@pytest.mark.django_db
def test_other_leads_keep_theirs() -> None:
    priya, asha = lead(), lead(email="asha@example.com")
    assign(priya, "neha")
    assign(asha, "rajesh")
    run("delete from assignments where lead_id = %s", priya)
    assert (owner(priya), owner(asha)) == (None, "rajesh")


@pytest.mark.django_db
def test_a_completed_assignment_changes_no_version_of_its_lead() -> None:
    """Whoever looks at the lead would be told that a colleague had changed it."""
    priya = lead()
    assign(priya, "neha")
    before = one("select updated_at from leads")
    run("update assignments set status = 'completed', completed_at = now()")
    assert one("select updated_at from leads") == before


@pytest.mark.django_db
def test_an_erased_lead_goes_with_its_assignments() -> None:
    priya = lead()
    assign(priya, "neha")
    run("delete from leads")
    assert run("select (select count(*) from leads), (select count(*) from assignments)") == [(0, 0)]


@pytest.mark.django_db(transaction=True)
def test_a_colleague_of_the_data_api_assigns_and_the_owner_follows() -> None:
    priya = lead()
    with data_api() as api, api.role("authenticated", STAFF):
        api.run(
            "insert into assignments (lead_id, owner_id, sla_deadline) values (%s, 'sales_user_5', now())",
            priya,
        )
        assert api.run("select owner_id from leads") == [("sales_user_5",)]
        api.run("update assignments set status = 'reassigned'")
        assert api.run("select owner_id from leads") == [(None,)]


@pytest.mark.django_db(transaction=True)
def test_nobody_of_the_data_api_sets_the_owner_directly() -> None:
    lead()
    with data_api() as api, api.role("authenticated", STAFF):
        assert api.refused("update leads set owner_id = 'sales_user_5'") == "42501"
        assert api.refused("select follow_owner()") == "42501"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_assign_at_once_by_plain_sql_the_newest_counts() -> None:
    priya = lead()
    one_after_the_other(
        lambda: assign(priya, "neha", 2, "completed"), lambda: assign(priya, "rajesh", 1, "completed")
    )
    assert owner(priya) == "neha"


@pytest.mark.django_db(transaction=True)
def test_what_is_handed_on_at_once_is_the_last_ones() -> None:
    priya = lead()
    first = assign(priya, "neha")
    one_after_the_other(
        lambda: run("update assignments set status = 'reassigned' where id = %s", first),
        lambda: assign(priya, "rajesh", 1, "completed"),
    )
    assert owner(priya) == "rajesh"
