"""The suite's databases: one as the migrations leave it, kept for the next run, and a copy for each process.

A test with real commits is followed by put_back.sql, after which every table is as the migrations left it.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg import sql
from psycopg.errors import DeadlockDetected

from tests.database.access import Row, owner_connection

ROOT = Path(__file__).resolve().parent.parent
PUT_BACK = Path(__file__).resolve().parent / "put_back.sql"
# Whatever may have a say in what the migrations leave: they call the applications' code.
SOURCES = ("activity", "assignments", "leads", "leadsite")
PREFIX = "leadsite_as_migrated_"
TRIES = 5


@contextmanager
def copied(name: str) -> Iterator[None]:
    """A database of this name as the migrations leave one, where Django's default connection leads meanwhile."""
    original = PREFIX + digest()
    with server() as link:
        if not exists(link, original):
            make(link, original)
        renew(link, name, template=original)
    with leading_to(name):
        yield
    with server() as link:
        drop(link, name)


def digest() -> str:
    found = hashlib.sha256(f"{settings.TIME_ZONE} {settings.CURRENCY}".encode())
    for path in [ROOT / "requirements.txt", PUT_BACK, *sources()]:
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def sources() -> list[Path]:
    return sorted(
        path
        for folder in SOURCES
        for suffix in ("py", "sql")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
    )


@contextmanager
def server() -> Iterator["psycopg.Connection[Row]"]:
    """The owner's connection beside all of the suite's databases; one process at a time has it."""
    with leading_to("postgres"), owner_connection() as link:
        link.autocommit = True
        link.execute("select pg_advisory_lock(hashtext(%s))", [PREFIX])
        yield link


@contextmanager
def leading_to(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def exists(link: "psycopg.Connection[Row]", name: str) -> bool:
    return link.execute("select from pg_database where datname = %s", [name]).rowcount == 1


def make(link: "psycopg.Connection[Row]", name: str) -> None:
    """Under its name only when it is complete. Those of other versions of the code go."""
    for (stale,) in link.execute("select datname from pg_database where starts_with(datname, %s)", [PREFIX]):
        with contextlib.suppress(psycopg.errors.ObjectInUse):
            drop(link, stale)
    making = f"{PREFIX}making"
    renew(link, making, template="template1")
    with leading_to(making):
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        with owner_connection() as owner:
            owner.execute(PUT_BACK.read_text())
    command(link, "alter database {} rename to {}", making, name)


def renew(link: "psycopg.Connection[Row]", name: str, *, template: str) -> None:
    drop(link, name)
    command(link, "create database {} template {}", name, template)


def drop(link: "psycopg.Connection[Row]", name: str) -> None:
    command(link, "drop database if exists {}", name)


def command(link: "psycopg.Connection[Row]", text: Any, *names: str) -> None:
    link.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def put_back(*args: object) -> None:
    """Instead of Django's `flush`, which empties the tables of models, the migrations' rows included.

    What a browser asked for last may still be at work, and is waited for; one of two that wait for each other
    is ended by the database.
    """
    for _ in range(TRIES):
        try:
            with connection.cursor() as cursor:
                cursor.execute("select suite.put_back()")
            return
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    raise AssertionError("something goes on writing into the suite's database")
