"""Roles belong to the whole server: made where they are missing, by whoever comes first."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.database.servers import attempt, debians_binaries, environment, manage, psql, server

QUIET = ("-v0", "--skip-checks")
BINARIES = debians_binaries() or Path("/nowhere")

pytestmark = pytest.mark.skipif(
    debians_binaries() is None, reason="no PostgreSQL of the system's packages (apt-get install postgresql)"
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with server(BINARIES) as place:
        psql(BINARIES, place, "drop role leadsite_web")
        yield place


def ask(folder: Path, database: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(host=str(folder), user="postgres", dbname=database) as link:
        return link.execute(sql).fetchall()  # type: ignore[arg-type]  # a constant of this file


def test_without_the_right_to_make_roles_the_migration_says_what_to_run(folder: Path) -> None:
    psql(BINARIES, folder, "create role poor login")
    psql(BINARIES, folder, "create database poor owner poor")
    env = environment(host=str(folder), port="", name="poor", web="poor", owner="poor")
    done = attempt("migrate", *QUIET, env=env)
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: The migration may not create roles; let an administrator run: "
        "create role leadsite_web nologin; create role anon nologin; create role authenticated nologin;\n",
    )
    assert ask(folder, "poor", "select rolname from pg_roles where rolname in ('anon', 'leadsite_web')") == []


def test_two_databases_of_one_server_may_make_them_at_once(folder: Path) -> None:
    names = ["first", "second", "third"]
    for name in names:
        psql(BINARIES, folder, f"create database {name} owner leadsite_owner")
    places = [environment(host=str(folder), port="", name=name, web="leadsite_owner") for name in names]
    with ThreadPoolExecutor(len(names)) as pool:
        done = list(pool.map(lambda env: attempt("migrate", "leadsite", "0001", *QUIET, env=env), places))
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 3
    assert ask(
        folder,
        "first",
        "select rolname, rolcanlogin from pg_roles where rolname in ('anon', 'authenticated', 'leadsite_web') order by 1",
    ) == [("anon", False), ("authenticated", False), ("leadsite_web", False)]


def test_a_server_with_one_user_for_everything_works(folder: Path) -> None:
    psql(BINARIES, folder, "create database single owner leadsite_owner")
    env = environment(host=str(folder), port="", name="single", web="leadsite_owner")
    manage("migrate", *QUIET, env=env)
    code = (
        "from leads.models import Lead; from leadsite.accounts.models import User;"
        "User.objects.create_user('neha', name='Neha'); Lead.objects.create(name='Priya', phone='+91 98765 43210');"
        "Lead.objects.update(status='contacted')"
    )
    manage("shell", "--no-imports", "-c", code, env=env)
    assert ask(folder, "single", "select phone, status from leads") == [("+919876543210", "contacted")]
    assert ask(folder, "single", "select rolconfig::text from pg_roles where rolname = 'leadsite_web'") == [
        ("{statement_timeout=30s,lock_timeout=5s,idle_in_transaction_session_timeout=60s}",)
    ]
