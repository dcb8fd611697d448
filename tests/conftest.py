"""The suite's database: made and migrated by the owner, used as the web role, as in production."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from activity.letters import delivered
from assignments import defaults
from leadsite.owner import acting_as_owner

pytest_plugins = ["tests.embedded_database", "tests.browsing"]

# TRUNCATE is how Django empties tables after a test with real commits; nobody has it outside the suite.
LIFT_TRUNCATE = """
do $$
begin
  execute (
    select coalesce(string_agg(format('grant truncate on %s to leadsite_web', c.oid::regclass), ';'), 'select 1')
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  );
  execute (
    select coalesce(string_agg(format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname), ';'), 'select 1')
    from pg_trigger t where t.tgtype & 32 <> 0 and not t.tgisinternal
  );
end $$;
grant usage on all sequences in schema public to leadsite_web;
"""


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    with django_db_blocker.unblock():
        with acting_as_owner():
            databases = setup_databases(verbosity=0, interactive=False)
            with connection.cursor() as cursor:
                cursor.execute(LIFT_TRUNCATE)
        yield
        with acting_as_owner():
            teardown_databases(databases, verbosity=0)


EMPTY_JOBS = "delete from procrastinate_periodic_defers; delete from procrastinate_jobs; delete from procrastinate_workers"


@pytest.fixture(scope="session", autouse=True)
def no_jobs_left(django_db_setup: None) -> Iterator[None]:
    """Django empties its own tables after a test with real commits; procrastinate's are none of those."""

    def empty(**kwargs: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(EMPTY_JOBS)

    sender = apps.get_app_config("jobs")
    post_migrate.connect(empty, sender=sender)
    yield
    post_migrate.disconnect(empty, sender=sender)


@pytest.fixture(scope="session", autouse=True)
def hours_and_promise_kept(no_jobs_left: None) -> Iterator[None]:
    """A test with real commits empties the tables; what a migration has put in them is there again for the next."""

    def fill(**kwargs: object) -> None:
        defaults.make(apps, datetime(2026, 1, 1, tzinfo=UTC))

    sender = apps.get_app_config("assignments")
    post_migrate.connect(fill, sender=sender)
    yield
    post_migrate.disconnect(fill, sender=sender)


@pytest.fixture(scope="session", autouse=True)
def letter_templates_kept(no_jobs_left: None) -> Iterator[None]:
    """Likewise what letters say."""

    def fill(**kwargs: object) -> None:
        delivered.make(apps, datetime(2026, 1, 1, tzinfo=UTC))

    sender = apps.get_app_config("activity")
    post_migrate.connect(fill, sender=sender)
    yield
    post_migrate.disconnect(fill, sender=sender)


@pytest.fixture(autouse=True)
def no_price_list() -> Iterator[None]:
    """No thread of the suite asks the database for prices: tests install the lists that they price by."""
    from leads.quoting import price_book  # the applications are ready only now

    price_book.install()
    yield
    price_book.install()


@pytest.fixture(autouse=True)
def no_telemetry_thread() -> Iterator[None]:
    """What one test tells is never stored in the middle of another: events wait, and go with their test."""
    from leadsite.telemetry.buffer import buffer

    buffer.running_in = os.getpid()
    yield
    buffer.waiting.clear()
