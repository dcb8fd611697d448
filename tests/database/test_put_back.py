"""What follows every test with real commits: all tables are as the migrations left them, and guarded again."""

import pytest

from tests.database.access import activity, lead, run
from tests.people import bob
from tests.suite_database import put_back

pytestmark = pytest.mark.django_db(transaction=True)


def texts(table: str) -> list[str]:
    return [text for (text,) in run(f"select t::text from {table} as t order by 1")]


def test_what_a_test_wrote_is_gone_and_what_it_took_is_there_again() -> None:
    before = texts("letter_templates"), texts("auth_group_permissions"), texts("shop_settings")
    activity(lead(), "note")
    bob("leads.view_lead")
    run("delete from auth_group_permissions")
    run("update letter_templates set subject = 'Other'")
    run("delete from shop_settings")
    put_back()
    assert [texts(table) for table in ("leads", "lead_activity", "users")] == [[], [], []]
    assert (texts("letter_templates"), texts("auth_group_permissions"), texts("shop_settings")) == before


def test_the_guards_of_a_table_that_was_emptied_are_on_again() -> None:
    activity(lead(), "note")
    put_back()
    assert (
        run("select tgrelid::regclass, tgname from pg_trigger where not tgisinternal and tgenabled <> 'O'")
        == []
    )
