"""How quickly customers were answered, as CSV: person by person, week by week."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from assignments.clocks.models import ClockName
from assignments.report import answers, page


class Command(BaseCommand):
    help = (
        "Writes what came of every wait, as CSV: met, answered late, missed, median and p90 working minutes"
        " of each person and week."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--weeks", type=int, default=page.USUAL, choices=range(1, 521), metavar="N",
                            help="this one and those before it (8)")  # fmt: skip
        parser.add_argument("--clock", default=ClockName.FIRST_RESPONSE.value, choices=ClockName.values,
                            help="which wait (first_response)")  # fmt: skip

    def handle(self, *, weeks: int, clock: str, **options: object) -> None:
        rows = answers.waited(answers.Weeks(weeks, timezone.now()), clock)
        self.stdout.write(page.written(rows), ending="")
