"""The time of conversion and the log follow a status, whatever path changes it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from tests.database.access import lead, one, run

pytestmark = pytest.mark.django_db
ORDERED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
JUST_NOW = "conversion_date between clock_timestamp() - interval '5 seconds' and clock_timestamp()"


@pytest.mark.parametrize("before", ["new", "contacted", "nurturing", "qualified", "lost"])
def test_a_lead_that_is_converted_by_plain_sql_gets_its_time(before: str) -> None:
    lead(status=before)
    run("update leads set status = 'converted'")
    assert one(f"select {JUST_NOW} from leads") is True


def test_a_time_that_comes_with_the_status_is_kept() -> None:
    lead()
    run("update leads set status = 'converted', conversion_date = %s", ORDERED)
    assert one("select conversion_date from leads") == ORDERED


@pytest.mark.parametrize("after", ["new", "qualified", "lost"])
def test_a_lead_that_is_moved_back_has_none(after: str) -> None:
    lead()
    run("update leads set status = 'converted'")
    run("update leads set status = %s", after)
    assert one("select conversion_date from leads") is None


def test_one_that_is_converted_again_gets_the_new_time() -> None:
    lead()
    run("update leads set status = 'converted', conversion_date = %s", ORDERED)
    run("update leads set status = 'qualified'")
    run("update leads set status = 'converted'")
    assert one(f"select {JUST_NOW} from leads") is True


def test_writing_the_same_status_again_keeps_the_time() -> None:
    lead()
    run("update leads set status = 'converted', conversion_date = %s", ORDERED)
    run("update leads set status = 'converted', location = 'Pune'")
    assert one("select conversion_date from leads") == ORDERED


def test_the_time_is_that_of_the_change_in_the_log() -> None:
    lead()
    run("update leads set status = 'converted'")
    apart = one("select a.created_at - conversion_date from leads l join lead_activity a on a.lead_id = l.id")
    assert 0 <= apart.total_seconds() < 1


def test_many_are_converted_in_one_statement() -> None:
    for number in range(3):
        lead(email=f"{number}@example.com")
    run("update leads set status = 'converted'")
    assert run(f"select distinct {JUST_NOW} from leads") == [(True,)]
    assert one("select count(*) from lead_activity where type = 'status_change'") == 3


def test_a_change_by_plain_sql_is_logged_under_the_actor_and_the_reason_that_were_said() -> None:
    lead()
    run(
        "select set_config('leadsite.actor', %s, true), set_config('leadsite.reason', 'by hand', true)",
        '{"type": "user", "id": "sales_user_5"}',
    )
    run("update leads set status = 'lost'")
    assert run("select type, actor_type, actor_id, metadata from lead_activity") == [
        ("status_change", "user", "sales_user_5", '{"to": "lost", "from": "new", "reason": "by hand"}')
    ]


def test_leads_that_change_in_one_statement_are_logged_each_with_where_it_stood() -> None:
    fresh, won = lead(), lead(status="converted", email="ravi@example.com")
    run("update leads set status = 'lost', location = 'Pune'")
    assert run(
        "select lead_id::text, metadata ->> 'from' from lead_activity where type = 'status_change' order by 2"
    ) == [(str(won), "converted"), (str(fresh), "new")]


def test_a_statement_that_changes_no_status_logs_nothing() -> None:
    lead()
    run("update leads set location = 'Pune', status = status")
    assert one("select count(*) from lead_activity") == 0


def test_the_id_of_a_lead_never_changes() -> None:
    lead()
    with pytest.raises(IntegrityError, match="The id of a lead never changes"):
        run("update leads set id = gen_random_uuid(), status = 'lost'")
