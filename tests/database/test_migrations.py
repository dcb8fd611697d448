"""The migrations go forward, back to nothing, and forward again."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from assignments.notices.models import NoticeEvent
from tests.database.access import owner_connection
from tests.database.servers import environment, manage

# The migrations are on trial here, not the settings.
QUIET = ("-v0", "--skip-checks")

# What Django keeps for itself, and the tables of applications that ours do not lead to.
OURS = """
    select 'table ' || relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')
      and relname not like 'django_session%' and relname not like 'django_migrations%' and relname not like 'axes%'
      and relname not like 'procrastinate%'
    union all
    select 'function ' || proname from pg_proc
    where pronamespace = 'public'::regnamespace and proname not like 'procrastinate%'
    order by 1
"""


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A database of its own beside the suite's."""
    name = f"{connection.settings_dict['NAME']}_migrations"
    with owner_connection() as link:
        link.autocommit = True
        link.execute(f"drop database if exists {name}")  # type: ignore[arg-type]
        link.execute(f"create database {name}")  # type: ignore[arg-type]
        yield name
        link.execute(f"drop database {name} with (force)")  # type: ignore[arg-type]


def objects(name: str) -> list[str]:
    with owner_connection() as suite, psycopg.connect(suite.info.dsn, dbname=name) as link:
        return [found for (found,) in link.execute(OURS).fetchall()]


def tell(name: str) -> None:
    """A notice of each kind: the rules of earlier versions do not know them all."""
    with owner_connection() as suite, psycopg.connect(suite.info.dsn, dbname=name) as link:
        link.execute(
            """
            with lead as (insert into leads (name, email) values ('Priya Sharma', 'priya@example.com') returning id),
            neha as (
                insert into users (identifier, username, name, email, password, is_staff, is_active, is_superuser)
                values ('neha', 'neha', 'Neha Patel', '', '', true, true, false) returning identifier
            )
            insert into notices (recipient_id, lead_id, event, about, facts, deliver_at)
            select neha.identifier, lead.id, event, gen_random_uuid(), '{}', now()
            from lead, neha, unnest(%s::text[]) as event
            """,
            [NoticeEvent.values],
        )


@pytest.mark.django_db
def test_they_go_forward_back_and_forward_again(empty_database: str) -> None:
    place = connection.settings_dict
    env = environment(host=place["HOST"] or "localhost", port=str(place["PORT"] or ""), name=empty_database)
    manage("migrate", *QUIET, env=env)
    first = objects(empty_database)
    assert "function get_lead_full" in first
    tell(empty_database)
    manage("migrate", "leadsite", "zero", *QUIET, env=env)
    assert objects(empty_database) == []
    manage("migrate", *QUIET, env=env)
    assert objects(empty_database) == first


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_tables_and_columns_carry_comments() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select c.relname, a.attname from pg_class c
            join pg_attribute a on a.attrelid = c.oid and (a.attnum > 0 and not a.attisdropped)
            where c.relname in (
                'leads', 'submissions', 'lead_products', 'lead_activity', 'assignments', 'erased_submissions', 'shop_settings',
                'bulk_moves', 'bulk_move_rows', 'job_log', 'duty_beats', 'calendars', 'calendar_versions', 'sla_policies', 'sla_policy_versions',
                'teams', 'team_members', 'absences', 'routing_rules', 'owner_loads', 'lead_clocks', 'notices', 'sla_checks', 'booking_slots',
                'letter_templates', 'live_events'
            ) and c.relnamespace = 'public'::regnamespace and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
            """
        )
        assert cursor.fetchall() == []
