"""Whose fault was it: the record's own, or the system's?"""

import psycopg

# 22: a value that the database does not take. 23: a rule of a table that the record breaks.
RECORD_CLASSES = ("22", "23")


def is_the_records(error: BaseException) -> bool:
    """Whether the same record would fail again on a healthy database.

    Errors without an SQLSTATE (a lost connection has none) and all other classes are the system's: a wrong
    password or a missing table must not park a backlog.
    """
    return isinstance(error, psycopg.Error) and (error.sqlstate or "")[:2] in RECORD_CLASSES


def named(error: BaseException) -> str:
    """The error for logs and health: kind, SQLSTATE, constraint. Never its words, which hold values."""
    parts: list[str | None] = [type(error).__name__]
    if isinstance(error, psycopg.Error):
        diagnosis = error.diag
        parts += [error.sqlstate, diagnosis.constraint_name or diagnosis.column_name]
    return " ".join(part for part in parts if part)
