"""Computes again what leads keep although it follows from the log and the assignments."""

from argparse import ArgumentParser
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from leads import standing


class Command(BaseCommand):
    help = (
        "Recomputes first answer, last contact, conversion and owner of every lead from log and assignments, "
        "and says how many differed. With --dry-run nothing is written, and it exits 1 if any differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only; exit 1 if any differ")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        found = standing.differing()
        counts = Counter(name for names in found.values() for name in names)
        for name in standing.COLUMNS:
            self.stdout.write(f"{name:<18} {counts[name]}")
        if dry_run and found:
            raise CommandError(f"{len(found)} leads differ from what log and assignments say.")
        standing.settle(list(found))
        self.stdout.write(f"{len(found)} leads were put right." if found else "No lead differs.")
