"""leads.intake.failures: only what would fail again on a healthy database is the record's own fault."""

import psycopg
import pytest
from psycopg import errors

from leads.intake.failures import is_the_records, named

SYSTEMS = [
    psycopg.OperationalError("connection failed"),  # no SQLSTATE at all
    errors.ConnectionFailure(),
    errors.ReadOnlySqlTransaction(),
    errors.InFailedSqlTransaction(),
    errors.InvalidPassword(),
    errors.InvalidCatalogName(),
    errors.SerializationFailure(),
    errors.DeadlockDetected(),
    errors.UndefinedTable(),
    errors.InsufficientPrivilege(),
    errors.DiskFull(),
    errors.TooManyConnections(),
    errors.LockNotAvailable(),
    errors.QueryCanceled(),
    errors.AdminShutdown(),
    errors.IoError(),
    errors.InternalError_(),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    TimeoutError(),
]


@pytest.mark.parametrize("error", SYSTEMS, ids=lambda error: type(error).__name__)
def test_the_systems_failures_are_not_the_records(error: Exception) -> None:
    assert is_the_records(error) is False


@pytest.mark.parametrize(
    "error",
    [
        errors.UniqueViolation(),
        errors.CheckViolation(),
        errors.StringDataRightTruncation(),
        errors.InvalidTextRepresentation(),
        errors.UntranslatableCharacter(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_wrong_value_or_a_broken_rule_is_the_records(error: Exception) -> None:
    assert is_the_records(error) is True


def test_a_failure_is_named_without_its_words() -> None:
    assert named(errors.UniqueViolation("Key (email)=(priya@example.com) exists")) == "UniqueViolation 23505"
    assert named(ValueError("priya@example.com")) == "ValueError"
