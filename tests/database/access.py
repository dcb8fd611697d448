"""Ways into the suite's database: plain SQL as the web role, as the owner, as the roles of the Data API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from leadsite.owner import identity
from leadsite.row_security import OPEN_DATA_API

STAFF = {"sub": "sales_user_5", "app_metadata": {"role": "staff"}}
PRIYA = UUID("0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071")

Row = tuple[Any, ...]


def run(sql: str, *values: Any) -> list[Row]:
    """Plain SQL on Django's connection, which logs in as the web role; the rows it returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall()) if cursor.description else []


def one(sql: str, *values: Any) -> Any:
    """The one value of the one row."""
    ((value,),) = run(sql, *values)
    return value


def lead(**columns: Any) -> UUID:
    """A lead as plain SQL inserts it."""
    facts = {"name": "Priya Sharma", "email": "priya@example.com", **columns}
    return insert("leads", **facts)


def activity(lead_id: UUID, type: str, **columns: Any) -> UUID:
    return insert("lead_activity", **{"lead_id": lead_id, "type": type, "message": "As it was.", **columns})


def insert(table: str, **columns: Any) -> UUID:
    values = [json.dumps(value) if isinstance(value, dict) else value for value in columns.values()]
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    found: UUID = one(f"insert into {table} ({names}) values ({places}) returning id", *values)
    return found


def owner_connection() -> "psycopg.Connection[Row]":
    """A connection of its own to the suite's database, as the role that owns the tables."""
    place = {**connection.settings_dict, **identity(settings.OWNER_DATABASE)}
    return psycopg.connect(
        dbname=place["NAME"],
        user=place["USER"] or None,
        password=place["PASSWORD"] or None,
        host=place["HOST"] or None,
        port=place["PORT"] or None,
    )


class DataApi:
    """One transaction of the owner, never committed, in which the Data API is open and a role is put on."""

    def __init__(self, cursor: "psycopg.Cursor[Row]") -> None:
        self.cursor = cursor

    def run(self, sql: str, *values: Any) -> list[Row]:
        self.cursor.execute(sql, values or None)
        return list(self.cursor.fetchall()) if self.cursor.description else []

    @contextmanager
    def role(self, name: str, claims: dict[str, Any] | None = None) -> Iterator[None]:
        said = "" if claims is None else json.dumps(claims)
        self.run(
            "select set_config('request.jwt.claims', %s, true), set_config('role', %s, true)", said, name
        )
        yield
        self.run("reset role")
        self.run("select set_config('request.jwt.claims', '', true)")

    def refused(self, sql: str, *values: Any) -> str:
        """The SQLSTATE with which the statement is refused, or an empty text."""
        self.run("savepoint attempt")
        try:
            self.run(sql, *values)
        except psycopg.Error as error:
            self.run("rollback to savepoint attempt")
            return error.sqlstate or "?"
        self.run("release savepoint attempt")
        return ""


@contextmanager
def data_api(*, opened: bool = True) -> Iterator[DataApi]:
    with owner_connection() as link:
        api = DataApi(link.cursor())
        api.run("grant anon, authenticated to current_user")
        if opened:
            api.run(OPEN_DATA_API)
        yield api
        link.rollback()
