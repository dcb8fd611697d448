"""`manage.py import_spool_log`: bring in the quotes that went to the log when disk and database were gone."""

import sys
from argparse import FileType
from collections.abc import Iterable
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.intake import last_resort
from leads.intake.last_resort import UnreadableLine
from leads.intake.record import SubmissionRecord, WrongRecord
from leads.intake.spool import Spool


class Command(BaseCommand):
    help = (
        f"Reads a log, finds the lines that begin with {last_resort.PREFIX}, and puts their submissions into "
        "the spool, from where they are stored. What is stored already stays as it is: read it as often as "
        "you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        log = FileType(encoding="utf-8", errors="replace")
        parser.add_argument("log", nargs="?", type=log, default=sys.stdin, help="a file; without it, stdin")

    def handle(self, *args: Any, log: TextIO, **options: Any) -> None:
        with log:
            found, unreadable = spooled(log, Spool(settings.SPOOL_DIR))
        self.stdout.write(f"{found} submissions are in the spool now, from where they are stored.")
        if unreadable:
            raise CommandError(
                f"{unreadable} lines could not be opened: they were cut, or SECRET_KEY was another one "
                "(add it to SECRET_KEY_FALLBACKS)."
            )


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
