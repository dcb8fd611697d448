"""Every file of SQL that a migration runs is run by exactly one."""

from collections import Counter
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from leadsite.sql_files import ROOT, RunSQLFile, run_sql_file


def files_of_migrations() -> Counter[Path]:
    loader = MigrationLoader(None)
    return Counter(
        path
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, RunSQLFile)
        for path in operation.files
    )


def test_every_file_is_used_once() -> None:
    there = {
        path
        for package in ("leads", "activity", "assignments", "leadsite")
        for path in (ROOT / package).rglob("sql/*.sql")
        if path.name.endswith((".up.sql", ".down.sql"))
    }
    assert files_of_migrations() == Counter(there)


def test_a_missing_file_stops_the_migration() -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        run_sql_file("leads", "nothing.up.sql", "nothing.down.sql")


def test_a_file_runs_as_it_stands() -> None:
    operation = run_sql_file("leads", "triggers.up.sql", "triggers.down.sql")
    folder = ROOT / "leads" / "sql"
    assert (operation.sql, operation.reverse_sql) == (
        (folder / "triggers.up.sql").read_text(),
        (folder / "triggers.down.sql").read_text(),
    )
