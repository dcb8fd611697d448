"""The loads of owners follow from their leads, whoever changes those."""

from uuid import UUID

import pytest
from django.db import transaction

from leads.erasure import erase_lead
from tests.database.access import STAFF, data_api, lead, one, owner_connection, run

pytestmark = pytest.mark.django_db


def loads() -> dict[str, int]:
    rows = run(
        "select owner_id, sum(open_leads) from owner_loads group by owner_id having sum(open_leads) <> 0"
    )
    return {owner: int(load) for owner, load in rows}


def owned(owner: str = "neha", number: int = 1, status: str = "new") -> UUID:
    return lead(email=f"priya.{number}@example.com", owner_id=owner, status=status)


def test_a_lead_that_nobody_has_is_no_load() -> None:
    lead()
    assert run("select * from owner_loads") == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [("new", 1), ("contacted", 1), ("nurturing", 1), ("qualified", 1), ("converted", None), ("lost", None)],
)
def test_a_lead_is_a_load_while_it_is_open(status: str, expected: int | None) -> None:
    owned(status=status)
    assert loads().get("neha") == expected


def test_a_lead_that_is_handed_on_moves_from_load_to_load() -> None:
    priya = owned()
    run("update leads set owner_id = 'rajesh' where id = %s", priya)
    assert loads() == {"rajesh": 1}


def test_a_lead_that_is_closed_is_no_load_and_one_that_is_reopened_is_again() -> None:
    priya = owned()
    run("update leads set status = 'lost' where id = %s", priya)
    assert loads() == {}
    run("update leads set status = 'contacted' where id = %s", priya)
    assert loads() == {"neha": 1}


def test_a_change_that_moves_no_load_appends_nothing() -> None:
    priya = owned()
    run("update leads set name = 'Priya S', status = 'contacted' where id = %s", priya)
    assert one("select count(*) from owner_loads") == 1


def test_many_leads_of_one_statement_are_one_row_an_owner() -> None:
    for number in range(4):
        owned("neha" if number % 2 else "rajesh", number)
    run("delete from owner_loads")
    run("update leads set status = 'lost'")
    assert run("select owner_id, open_leads from owner_loads order by 1") == [("neha", -2), ("rajesh", -2)]


def test_an_erased_lead_is_no_load() -> None:
    priya = owned()
    erase_lead(priya)
    assert loads() == {}


@pytest.mark.django_db(transaction=True)
def test_a_colleague_of_the_data_api_moves_the_load_with_the_status_and_touches_no_load() -> None:
    priya = owned()
    with data_api() as api, api.role("authenticated", STAFF):
        api.run("update leads set status = 'lost' where id = %s", priya)
        assert api.refused("delete from owner_loads") == "42501"
        assert api.refused("select fold_owner_loads()") == "42501"


def test_folding_keeps_the_sums_in_one_row_an_owner() -> None:
    for number in range(3):
        owned("neha", number)
    owned("rajesh", 3)
    gone = owned("meera", 4)
    run("update leads set status = 'lost' where id = %s", gone)
    before = loads()
    assert one("select fold_owner_loads()") == 5
    assert loads() == before == {"neha": 3, "rajesh": 1}
    assert one("select count(*) from owner_loads") == 2


def test_folding_again_touches_nothing() -> None:
    owned()
    assert one("select fold_owner_loads()") == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_move_leads_of_one_owner_do_not_wait_for_each_other() -> None:
    first, second = owned("neha", 1), owned("neha", 2)
    with owner_connection() as other, transaction.atomic():
        run("update leads set status = 'lost' where id = %s", first)
        other.execute("set lock_timeout = '200ms'")
        other.execute("update leads set status = 'lost' where id = %s", [second])
        other.commit()
    assert loads() == {}


@pytest.mark.django_db(transaction=True)
def test_rows_that_somebody_folds_are_left_to_them() -> None:
    for number in range(3):
        owned("neha", number)
    with owner_connection() as other:
        assert other.execute("select fold_owner_loads()").fetchone() == (3,)
        owned("neha", 3)
        owned("neha", 4)
        assert one("select fold_owner_loads()") == 2
        other.commit()
    assert loads() == {"neha": 5}
