"""What changes is noted for open pages once a statement, with ids alone, whoever changes it."""

from typing import Any

import pytest

from tests.database.access import PRIYA, activity, data_api, lead, one, owner_connection, run
from tests.people import alice, bob

pytestmark = pytest.mark.django_db

NOTED = "select source, change, lead_ids, row_ids, former_owners, actor_id from live_events order by number"


def noted_by(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    run("delete from live_events")
    run(statement, *values)
    return run(NOTED)


def owned(owner: str | None) -> Any:
    return lead(email=f"{owner}@example.com", owner_id=owner)


def test_a_new_lead_is_noted_with_its_version() -> None:
    key = lead()
    assert run("select source, change, lead_ids, versions from live_events where source = 'leads'") == [
        ("leads", "INSERT", [key], [one("select updated_at from leads")])
    ]


def test_a_statement_of_many_leads_is_noted_once_each_lead_beside_its_former_owner() -> None:
    keys = {owned(owner): owner for owner in ("a", None, "c")}
    [(source, change, leads, rows, owners, actor)] = [
        row for row in noted_by("update leads set owner_id = 'b'") if row[0] == "leads"
    ]
    assert (source, change, rows, actor) == ("leads", "UPDATE", None, None)
    assert dict(zip(leads, owners, strict=True)) == keys


def test_without_a_change_of_owner_no_former_ones_are_noted() -> None:
    key = owned("a")
    assert noted_by("update leads set message = 'Soon, please'") == [
        ("leads", "UPDATE", [key], None, None, None)
    ]


def test_a_lead_that_goes_is_noted_with_whose_it_was() -> None:
    key = owned("a")
    run("select set_config('leadsite.erasing', %s, true)", str(key))
    assert noted_by("delete from leads") == [("leads", "DELETE", [key], None, ["a"], None)]


def test_a_statement_that_touches_nothing_is_not_noted() -> None:
    assert noted_by("update leads set name = 'Nobody' where false") == []


def test_an_entry_of_the_log_is_noted_with_who_wrote_it() -> None:
    key = lead()
    run("delete from live_events")
    row = activity(key, "note", actor_type="user", actor_id="sales_user_5")
    assert run(NOTED) == [("lead_activity", "INSERT", [key], [row], None, "sales_user_5")]


def test_a_settled_entry_of_the_log_is_noted() -> None:
    key = lead()
    row = activity(key, "approval", status="pending", metadata={"approval_type": "discount"})
    assert noted_by("update lead_activity set status = 'approved' where id = %s", row) == [
        ("lead_activity", "UPDATE", [key], [row], None, None)
    ]


def test_an_assignment_is_noted_and_the_owner_that_the_lead_gets_by_it() -> None:
    key, person = lead(), bob()
    found = noted_by(
        "insert into assignments (lead_id, owner_id, owner_name, sla_deadline) values (%s, %s, 'Bob', now())",
        key, person.identifier,
    )  # fmt: skip
    assert {(source, change, *leads) for source, change, leads, *_ in found} == {
        ("assignments", "INSERT", key),
        ("leads", "UPDATE", key),
    }


def test_who_acts_is_noted() -> None:
    key, person = lead(), alice()
    run("select set_config('leadsite.actor', %s, true)", f'{{"type": "user", "id": "{person.identifier}"}}')
    found = noted_by("update leads set status = 'contacted' where id = %s", key)
    assert {(source, actor) for source, _, _, _, _, actor in found} == {
        ("leads", person.identifier),
        ("lead_activity", person.identifier),
    }


def test_all_of_a_transaction_bears_its_number() -> None:
    lead()
    assert run("select distinct xid = pg_current_xact_id() from live_events") == [(True,)]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_makes_one_notice_with_its_number_alone() -> None:
    with owner_connection() as listener:
        listener.autocommit = True
        listener.execute("listen live")
        run("with made as (insert into leads (name, phone) values ('Priya', '+919820000001') returning id)"
            " insert into lead_activity (lead_id, type, message) select id, 'note', 'x' from made")  # fmt: skip
        notices = [notice.payload for notice in listener.notifies(timeout=5, stop_after=1)]
    assert notices == [one("select xid::text from live_events limit 1")]
    assert one("select count(*) from live_events") > 1


def test_what_comes_by_the_data_api_is_noted_and_cannot_be_read_there() -> None:
    with data_api() as api:
        with api.role("anon"):
            api.run("insert into leads (id, name, email) values (%s, 'Priya', 'p@example.com')", PRIYA)
            assert api.refused("select from live_events") == "42501"
        assert api.run(
            "select lead_ids from live_events where xid = pg_current_xact_id() and source = 'leads'"
        ) == [([PRIYA],)]
