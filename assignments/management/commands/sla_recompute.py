"""Work out the deadlines of open leads by today's calendars and policies."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.timezone import localtime

from assignments.clocks.recomputing import Move, Moves, recompute


class Command(BaseCommand):
    help = "Works deadlines of open leads out anew, after a calendar or a policy was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would move")

    def handle(self, *arguments: Any, **options: Any) -> None:
        dry_run = bool(options["dry_run"])
        for line in told(recompute(now=timezone.now(), dry_run=dry_run), dry_run=dry_run):
            self.stdout.write(line)


def told(moves: Moves, *, dry_run: bool) -> list[str]:
    verb = "would move" if dry_run else "moved"
    lines = [
        f"{moves.looked_at} leads looked at.",
        f"{moves.moved} deadlines {verb}: {moves.earlier} earlier, {moves.later} later,"
        f" {moves.begun_or_dropped} promised anew or no more.",
    ]
    return [*lines, *(line(move) for move in moves.largest)]


def line(move: Move) -> str:
    return f"  {move.row.lead_id} {move.row.wait_name}: {at(move.old)} to {at(move.new)}"


def at(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "none"
