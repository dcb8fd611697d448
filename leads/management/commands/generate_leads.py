"""Fills the database with made-up leads."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from leads.demo import generation
from leadsite.owner import acting_as_owner


class Command(BaseCommand):
    help = "Makes N leads of the last year with ten activities each. Nothing marks them as made up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("leads", type=int, metavar="N", help="how many leads to make")

    def handle(self, *, leads: int, verbosity: int, **options: object) -> None:
        if leads < 1:
            raise CommandError("N is one or more.")
        start = time.monotonic()
        with tqdm(total=leads, unit=" leads", disable=None if verbosity else True) as bar:
            generation.generate(leads, now=timezone.now(), progress=bar.update)
        with acting_as_owner():
            generation.settle()
        seconds = time.monotonic() - start
        self.stdout.write(f"{leads} leads in {seconds:.1f} s, {leads / seconds:.0f} a second.")
