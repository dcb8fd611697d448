"""What went wrong is told without anybody's personal data."""

import psycopg
from django.db import DatabaseError

from leadsite.jobs import failures

ROW = (
    'duplicate key value violates unique constraint "leads_email_created_key"\n'
    "DETAIL:  Key (lower(email))=(priya@example.com, Priya\nSharma) already exists."
)


def raised() -> Exception:
    try:
        try:
            raise psycopg.errors.UniqueViolation(ROW)
        except psycopg.Error as cause:
            raise DatabaseError(ROW) from cause
    except DatabaseError as error:
        return error


def test_one_line_says_what_it_was() -> None:
    assert failures.in_one_line(raised()) == (
        'DatabaseError: duplicate key value violates unique constraint "leads_email_created_key"'
    )
    assert failures.in_one_line(ValueError()) == "ValueError"


def test_phones_and_addresses_are_masked() -> None:
    error = ValueError("cannot reach +91 98200 12345 \0or priya@example.com")
    assert (
        failures.in_one_line(error) == "ValueError: cannot reach [phone] \N{REPLACEMENT CHARACTER}or [e-mail]"
    )


def test_a_traceback_says_where_and_not_what_was_in_the_row() -> None:
    told = failures.in_full(raised())
    assert "in raised\n" in told
    assert "The above exception was the direct cause" in told
    assert "Priya" not in told
    assert "Sharma" not in told


def test_of_a_long_traceback_the_end_is_kept() -> None:
    told = failures.in_full(ValueError("x" * 20_000))
    assert (len(told), told[-3:]) == (failures.TRACEBACK, "xxx")
