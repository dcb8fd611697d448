"""Fills an empty shop with the demo."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from leads.demo import load, people
from leads.demo.stories import STORIES


class Command(BaseCommand):
    help = "Loads the demo: a price list, staff with random passwords, and customers of the last five weeks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also on a DATABASE_URL, and where the shop is not empty"
        )

    def handle(self, *, force: bool, verbosity: int, **options: object) -> None:
        refuse(force)
        with tqdm(total=len(STORIES), unit=" leads", disable=None if verbosity else True) as bar:
            loaded = load.load(now=timezone.now(), progress=bar.update)
        if loaded.passwords:
            logins = Path(settings.DATA_DIR) / "demo_logins.txt"
            people.write_logins(logins, loaded.passwords)
            self.stdout.write(f"Passwords of the demo accounts are in {logins}.")
        self.stdout.write(f"The demo is loaded: {loaded.leads} leads.")


def refuse(force: bool) -> None:
    if force:
        return
    if not settings.EMBEDDED:
        raise CommandError("DATABASE_URL names a database of its own: the demo goes there only with --force.")
    if not load.is_empty():
        raise CommandError("This shop is in use already: the demo is added only with --force.")
