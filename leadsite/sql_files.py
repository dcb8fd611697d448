"""Migrations whose SQL lives in files: one file forward, one file back."""

from pathlib import Path

from django.db.migrations import RunSQL

ROOT = Path(__file__).resolve().parent.parent


class RunSQLFile(RunSQL):
    """Runs a file of SQL as it stands: nothing in it is a parameter."""

    def __init__(self, package: str, forward: str, backward: str) -> None:
        folder = ROOT.joinpath(*package.split("."), "sql")
        self.files = (folder / forward, folder / backward)
        up, down = (path.read_text(encoding="utf-8") for path in self.files)
        super().__init__(up, down)


def run_sql_file(package: str, forward: str, backward: str) -> RunSQLFile:
    """The operation for `<package>/sql/<forward>`, undone by `<package>/sql/<backward>`.

    The files are read when the migration is loaded, so that a missing one stops every command at once.
    """
    return RunSQLFile(package, forward, backward)
