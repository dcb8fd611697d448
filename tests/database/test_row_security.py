"""Every object of the database is closed to everybody but the web role."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError

from leadsite.owner import acting_as_owner
from tests.database.access import STAFF, DataApi, data_api, one, owner_connection, run

pytestmark = pytest.mark.django_db

TABLES = "c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"

GRANTS = """
    with everything as (
        select 'table ' || relname as object, relacl as acl from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        union all
        select 'sequence ' || relname, relacl from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'S'
        union all
        select 'column ' || relname || '.' || attname, attacl from pg_attribute join pg_class c on c.oid = attrelid
        where relnamespace = 'public'::regnamespace
        union all
        select 'function ' || proname, coalesce(proacl, acldefault('f', proowner)) from pg_proc
        where pronamespace = 'public'::regnamespace
    )
    select coalesce(r.rolname, 'public') as role, object, lower(privilege_type)
    from everything, aclexplode(acl) as g left join pg_roles r on r.oid = g.grantee
    where coalesce(r.rolname, 'public') in ('anon', 'authenticated', 'public')
    order by 1, 2, 3
"""

OPENED = sorted(
    [
        *(
            ("anon", f"column leads.{name}", "insert")
            for name in (
                "id", "name", "email", "phone", "company", "location", "role", "message", "source", "status", "quote_data",
            )
        ),
        *(
            ("anon", f"column lead_products.{name}", "insert")
            for name in ("id", "lead_id", "category", "product", "quantity", "notes")
        ),
        *(
            ("anon", f"column lead_activity.{name}", "insert")
            for name in ("id", "lead_id", "type", "status", "message", "actor_type", "metadata")
        ),
        ("anon", "function accepts_anonymous_child", "execute"),
        *(
            ("authenticated", f"table {name}", "select")
            for name in ("leads", "lead_products", "lead_activity", "assignments")
        ),
        *(
            ("authenticated", f"column lead_activity.{name}", "insert")
            for name in ("id", "lead_id", "type", "status", "message", "actor_type", "actor_id", "metadata")
        ),
        *(
            ("authenticated", f"column assignments.{name}", "insert")
            for name in ("id", "lead_id", "owner_id", "owner_name", "sla_deadline")
        ),
        *(
            ("authenticated", f"column leads.{name}", "update")
            for name in ("status", "first_response_at", "last_contact_at", "conversion_date")
        ),
        *(("authenticated", f"column lead_activity.{name}", "update") for name in ("status", "metadata")),
        *(("authenticated", f"column assignments.{name}", "update") for name in ("status", "completed_at")),
        *(
            ("authenticated", f"function {name}", "execute")
            for name in ("is_staff_token", "token_subject", "current_actor", "read_time", "activity_may_move")
        ),
    ]
)  # fmt: skip


def tables() -> list[str]:
    return [name for (name,) in run(f"select relname from pg_class c where {TABLES} order by 1")]


def test_the_suite_runs_as_the_web_role() -> None:
    assert run(
        "select current_user::text, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user),"
        " exists (select from pg_tables where schemaname = 'public' and tableowner = current_user)"
    ) == [("leadsite_web", False, False)]


def test_every_table_has_row_security_djangos_own_included() -> None:
    assert "django_session" in tables()
    assert "auth_group" in tables()
    assert run(f"select relname from pg_class c where {TABLES} and not relrowsecurity") == []


def test_the_web_role_has_one_policy_on_every_table() -> None:
    found = run(
        """
        select tablename, permissive, roles::text, cmd, qual, with_check from pg_policies
        where schemaname = 'public' and 'leadsite_web' = any (roles) order by 1
        """
    )
    assert found == [(name, "PERMISSIVE", "{leadsite_web}", "ALL", "true", "true") for name in tables()]


def test_other_policies_are_those_of_the_data_api_alone() -> None:
    found = run(
        """
        select distinct tablename, roles::text from pg_policies
        where schemaname = 'public' and not 'leadsite_web' = any (roles) order by 1, 2
        """
    )
    assert found == [
        ("assignments", "{authenticated}"),
        ("lead_activity", "{anon}"),
        ("lead_activity", "{authenticated}"),
        ("lead_products", "{anon}"),
        ("lead_products", "{authenticated}"),
        ("leads", "{anon}"),
        ("leads", "{authenticated}"),
    ]


def test_nothing_is_granted_to_the_api_roles_or_to_everybody() -> None:
    assert run(GRANTS) == []


def test_functions_run_with_the_callers_rights_and_a_fixed_path() -> None:
    found = run(
        """
        select proname, prosecdef from pg_proc
        where pronamespace = 'public'::regnamespace and (
            prosecdef or not coalesce('search_path=pg_catalog, public, pg_temp' = any (proconfig), false)
        )
        order by 1
        """
    )
    assert found == [
        (name, True)
        for name in (
            "accepts_anonymous_child",
            "clock_new_leads",
            "clock_suspects",
            "clocks_follow_log",
            "clocks_follow_status",
            "close_assignments",
            "follow_owner",
            "keep_booking_slot",
            "load_owners_of_changed",
            "load_owners_of_gone",
            "load_owners_of_new",
            "note_live_activities",
            "note_live_assignments",
            "note_live_changed_leads",
            "note_live_leads",
            "tell_webhooks",
            "tell_webhooks_of_genuine",
        )
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "alter table leads disable row level security",
        "alter table lead_activity disable trigger all",
        "drop trigger trigger_leads_status_change on leads",
        "drop policy leadsite_web on leads",
        "create table mine (id int)",
        "create or replace function log_delete() returns trigger language plpgsql as 'begin return old; end'",
    ],
)
def test_the_web_role_cannot_change_the_rules(statement: str) -> None:
    with pytest.raises(ProgrammingError) as caught:
        run(statement)
    assert getattr(caught.value.__cause__, "sqlstate", None) == "42501"


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "open"])
@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_an_api_role_reaches_nothing_it_was_not_given(role: str, opened: bool) -> None:
    """Attacks every table, view, sequence and function; `authenticated` comes without staff's claim."""
    given = {(grant[1], grant[2]) for grant in OPENED if grant[0] == role} if opened else set()
    writes = {name.removeprefix("column ").split(".")[0] for name, right in given if right == "insert"}
    with data_api(opened=opened) as api:
        routines = api.run(
            "select proname, oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace"
            " and prorettype <> 'trigger'::regtype order by 1"
        )
        relations = api.run(
            "select relkind, relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p', 'v', 'S') order by 2"
        )
        with api.role(role, {"sub": "customer", "user_metadata": {"role": "staff"}}):
            for kind, name in relations:
                reads = ("table " + name, "select") in given
                assert read(api, name) == ([] if reads else "42501"), name
                if kind in ("r", "p"):
                    assert api.refused(f"delete from {name}") == "42501", name
                    assert api.refused(f"truncate {name}") == "42501", name
                if kind in ("r", "p") and name not in writes:
                    assert api.refused(f"insert into {name} default values") == "42501", name
                if kind == "S":
                    assert api.refused(f"select nextval('{name}')") == "42501", name
            for name, signature in routines:
                if ("function " + name, "execute") not in given:
                    assert api.refused(call(signature)) == "42501", name


def read(api: DataApi, table: str) -> Any:
    return api.refused(f"select * from {table}") or api.run(f"select * from {table}")


def call(signature: str) -> str:
    name, _, arguments = signature.rstrip(")").partition("(")
    nulls = ", ".join(f"null::{kind}" for kind in arguments.split(",") if kind)
    return f"select {name}({nulls})"


@pytest.fixture
def leads_to_steal(transactional_db: None) -> UUID:
    return UUID(
        str(one("insert into leads (name, email) values ('Priya Sharma', 'p@example.com') returning id"))
    )


def test_a_customers_token_reads_no_row_of_the_open_api(leads_to_steal: UUID) -> None:
    run("insert into lead_activity (lead_id, type, message) values (%s, 'note', 'x')", leads_to_steal)
    with data_api() as api:
        for claims in (None, {}, {"sub": "x"}, {"role": "staff"}, {"user_metadata": {"role": "staff"}}):
            with api.role("authenticated", claims):
                assert api.run("select * from leads") == []
                assert api.run("select * from lead_activity") == []
                assert api.run("update leads set status = 'lost' returning id") == []
        with api.role("authenticated", STAFF):
            assert api.run("select id from leads") == [(leads_to_steal,)]


def test_anon_leaves_a_lead_and_what_belongs_to_it(transactional_db: None) -> None:
    key = "0193a2c4-5d6e-4f80-9a1b-2c3d4e5f6071"
    with data_api() as api:
        with api.role("anon"):
            api.run("insert into leads (id, name, email) values (%s, 'Priya Sharma', 'p@example.com')", key)
            api.run(
                "insert into lead_products (lead_id, category, product) values (%s, 'Wall', 'Panels')", key
            )
            api.run(
                "insert into lead_activity (lead_id, type, message) values (%s, 'note', 'Please call.')", key
            )
            api.run(
                "insert into lead_activity (lead_id, type, message) values (%s, 'quote', 'A quote.')", key
            )
            assert api.refused("select id from leads") == "42501"
            assert (
                api.refused("insert into leads (name, email) values ('Asha', 'a@example.com') returning id")
                == "42501"
            )
        assert api.run("select status, source from leads") == [("new", "website_form")]
        assert api.run("select type, status, actor_type from lead_activity order by type") == [
            ("note", "completed", "system"),
            ("quote", "completed", "system"),
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into leads (name, email, status) values ('Asha', 'a@example.com', 'converted')",
        "insert into leads (name, email, folio) values ('Asha', 'a@example.com', 'F')",
        "insert into leads (name, email, first_response_at) values ('Asha', 'a@example.com', now())",
        "insert into leads (name, email, created_at) values ('Asha', 'a@example.com', '2001-01-01')",
        "insert into lead_activity (lead_id, type, message) values ({lead}, 'call', 'x')",
        "insert into lead_activity (lead_id, type, message) values ({lead}, 'status_change', 'x')",
        "insert into lead_activity (lead_id, type, status, message) values ({lead}, 'follow_up', 'pending', 'x')",
        "insert into lead_activity (lead_id, type, message, actor_type) values ({lead}, 'note', 'x', 'user')",
        "insert into lead_activity (lead_id, type, message, actor_id) values ({lead}, 'note', 'x', 'sales_user_5')",
        "insert into lead_activity (lead_id, type, message, created_at) values ({lead}, 'note', 'x', now())",
        "insert into assignments (lead_id, owner_id, sla_deadline) values ({lead}, 'me', now())",
        "insert into submissions (lead_id, folio) values ({lead}, 'F')",
        "update leads set name = 'Mallory'",
        "delete from leads",
    ],
)
def test_anon_does_nothing_else(leads_to_steal: UUID, statement: str) -> None:
    with data_api() as api, api.role("anon"):
        assert api.refused(statement.format(lead=f"'{leads_to_steal}'")) == "42501"


@pytest.mark.parametrize(
    "change",
    [
        "update leads set created_at = now() - interval '11 minutes'",
        "update leads set status = 'contacted'",
        "update leads set first_response_at = now()",
        "update leads set last_contact_at = now()",
        "insert into lead_activity (lead_id, type, message, actor_type) select id, 'call', 'x', 'user' from leads",
    ],
)
def test_anon_adds_nothing_to_a_lead_that_is_old_or_touched_by_people(
    leads_to_steal: UUID, change: str
) -> None:
    run(change)
    with data_api() as api, api.role("anon"):
        for statement in (
            "insert into lead_products (lead_id, category, product) values (%s, 'Wall', 'Panels')",
            "insert into lead_activity (lead_id, type, message) values (%s, 'note', 'x')",
        ):
            assert api.refused(statement, leads_to_steal) == "42501"


def test_staff_work_through_the_open_api(leads_to_steal: UUID) -> None:
    with data_api() as api, api.role("authenticated", STAFF):
        api.run("update leads set status = 'contacted', first_response_at = now()")
        api.run(
            """
            insert into lead_activity (lead_id, type, status, message, actor_type, actor_id, metadata)
            values (%s, 'follow_up', 'pending', 'Call again', 'user', 'sales_user_5',
                    '{"action": "call", "scheduled_for": "2026-11-21T10:00:00Z"}')
            """,
            leads_to_steal,
        )
        api.run("""update lead_activity set status = 'completed', metadata = metadata || '{"outcome": "reached"}'
                   where type = 'follow_up'""")
        api.run(
            "insert into assignments (lead_id, owner_id, owner_name, sla_deadline) values (%s, 'sales_user_5', 'Neha', now())",
            leads_to_steal,
        )
        api.run("update assignments set status = 'completed', completed_at = now()")
        assert api.run("select type, status, actor_type, actor_id from lead_activity order by type") == [
            ("follow_up", "completed", "user", "sales_user_5"),
            ("status_change", "completed", "user", "sales_user_5"),
        ]
        assert api.run("select status, sla_met is not null from assignments") == [("completed", True)]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into lead_activity (lead_id, type, message, actor_type, actor_id) values ({lead}, 'note', 'x', 'user', 'sales_user_6')",
        "insert into lead_activity (lead_id, type, message, actor_type, actor_id) values ({lead}, 'note', 'x', 'system', 'sales_user_5')",
        "insert into lead_activity (lead_id, type, message, actor_type, actor_id) values ({lead}, 'status_change', 'x', 'user', 'sales_user_5')",
        "insert into leads (name, email) values ('Asha', 'a@example.com')",
        "update leads set name = 'Mallory'",
        "update leads set quote_data = null",
        "update lead_activity set message = 'x'",
        "update assignments set sla_deadline = now() + interval '1 year'",
        "update assignments set sla_met = true",
        "delete from leads",
        "select * from submissions",
        "select * from users",
        "select get_dashboard_stats()",
    ],
)
def test_staff_do_nothing_else_through_the_open_api(leads_to_steal: UUID, statement: str) -> None:
    with data_api() as api, api.role("authenticated", STAFF):
        assert api.refused(statement.format(lead=f"'{leads_to_steal}'")) == "42501"


def test_closed_rows_are_out_of_reach_through_the_open_api(leads_to_steal: UUID) -> None:
    run("insert into lead_activity (lead_id, type, message) values (%s, 'note', 'x')", leads_to_steal)
    run(
        "insert into assignments (lead_id, owner_id, sla_deadline, status) values (%s, 'sales_user_5', now(), 'reassigned')",
        leads_to_steal,
    )
    with data_api() as api, api.role("authenticated", STAFF):
        assert api.run("update lead_activity set metadata = '{}' returning id") == []
        assert api.run("update assignments set status = 'active' returning id") == []


@pytest.mark.django_db(transaction=True)
def test_the_command_opens_exactly_these_grants_and_closes_them_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        call_command("data_api", "open")
        assert run(GRANTS) == OPENED
        with acting_as_owner():
            call_command("migrate", verbosity=0)
        assert run(GRANTS) == OPENED
    finally:
        call_command("data_api", "close")
    assert run(GRANTS) == []
    assert capsys.readouterr().out == "The Data API is open.\nThe Data API is closed.\n"


@pytest.mark.django_db(transaction=True)
def test_what_a_host_grants_by_itself_is_taken_away() -> None:
    with owner_connection() as link:
        link.execute("create table public.handed_out (id int)")
        link.execute("grant all on public.handed_out, leads to anon, authenticated, public")
        link.execute("grant execute on function get_dashboard_stats() to public, anon")
    try:
        call_command("migrate", verbosity=0)
        assert run(GRANTS) == []
        assert one("select relrowsecurity from pg_class where relname = 'handed_out'") is True
    finally:
        with owner_connection() as link:
            link.execute("drop table public.handed_out")


NEVER_EMPTIED = """
alter table lead_activity {0} trigger trigger_lead_activity_truncate;
alter table price_list_versions {0} trigger trigger_price_list_versions_keep_all
"""


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_leaves_the_shop_its_settings() -> None:
    run("delete from shop_settings")
    with acting_as_owner():  # who has to lift what forbids it
        run(NEVER_EMPTIED.format("disable"))
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
        run(NEVER_EMPTIED.format("enable"))
    assert run("select id, time_zone, currency, data_api_open from shop_settings") == [
        (1, "Asia/Kolkata", "INR", False)
    ]


def test_the_shop_is_one_row() -> None:
    with pytest.raises(IntegrityError, match="shop_settings_one_row"):
        run("insert into shop_settings (id, time_zone, currency) values (2, 'UTC', 'EUR')")
