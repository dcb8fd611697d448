"""`manage.py drain`: bring in what waits in this host's spool, now."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leads.intake.door import Door

PAUSE_SECONDS = 0.25


class Command(BaseCommand):
    help = (
        "Brings the submissions that wait in this host's spool into the database. The web processes do it by "
        "themselves; this is for a host without any, and for parked ones that were put right."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parked", action="store_true", help="let the parked ones try again")
        parser.add_argument(
            "--patience", type=float, default=10.0, help="seconds without progress until it gives up"
        )

    def handle(self, *args: Any, parked: bool, patience: float, **options: Any) -> None:
        door = Door(settings.SPOOL_DIR, settings.SPOOL_CEILING)
        try:
            if parked:
                self.unpark(door)
            before = len(door.spool.waiting())
            self.drain(door, patience)
        finally:
            door.stop()
        self.stdout.write(f"Nothing waits any more; {before} did.")

    def unpark(self, door: Door) -> None:
        for submission_id in door.spool.parked_ids():
            door.spool.unpark(submission_id)

    def drain(self, door: Door, patience: float) -> None:
        """Sweep, or watch another process sweep, for as long as there is progress."""
        left, moved_at = len(door.spool.waiting()), time.monotonic()
        while left:
            with door.sweeper.lock.held() as ours:
                if ours:
                    door.sweeper.sweep(everything=True)
            before, left = left, len(door.spool.waiting())
            if left < before:
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > patience:
                raise CommandError(self.reason(door, left))
            else:
                time.sleep(PAUSE_SECONDS)

    def reason(self, door: Door, left: int) -> str:
        reasons = door.breaker.state()["reasons"]
        return f"{left} submissions still wait: {reasons[-1] if reasons else 'they are locked'}."
