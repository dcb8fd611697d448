"""`manage.py import_spool_log`: bring in the quotes that went to the log when disk and database were gone."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.intake import last_resort
from leads.intake.last_resort import UnreadableLine
from leads.intake.record import SubmissionRecord, WrongRecord
from leads.intake.spool import Spool, SpoolBroken


class Command(BaseCommand):
    help = (
        f"Reads a log, finds the lines that begin with {last_resort.PREFIX}, and puts their submissions into "
        "the spool, from where they are stored. What is stored already stays as it is: read it as often as "
        "you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("log", nargs="?", help="a file; without it, standard input")

    def handle(self, *args: Any, log: str | None, **options: Any) -> None:
        try:
            with opened(log) as lines:
                found, unreadable = spooled(lines, Spool(settings.SPOOL_DIR))
        except SpoolBroken as error:
            raise CommandError(f"The spool takes nothing ({error}): read the log again later.") from error
        self.stdout.write(f"{found} submissions are in the spool now, from where they are stored.")
        if unreadable:
            raise CommandError(
                f"{unreadable} lines could not be opened: they were cut, or SECRET_KEY was another one "
                "(add it to SECRET_KEY_FALLBACKS)."
            )


def opened(log: str | None) -> TextIO:
    """Logs hold all sorts of bytes: none of them is a reason to stop."""
    if log is None:
        return sys.stdin
    try:
        return Path(log).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"{log} cannot be read: {error.strerror}") from error


def spooled(lines: Iterable[str], spool: Spool) -> tuple[int, int]:
    """How many submissions went into the spool, and how many lines could not be opened."""
    found = unreadable = 0
    for line in lines:
        try:
            content = last_resort.read(line)
            if content is not None:
                spool.write(SubmissionRecord.from_json(content).id, content)
                found += 1
        except (UnreadableLine, WrongRecord):
            unreadable += 1
    return found, unreadable
