"""Recomputes every stored quote from its own snapshot."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from leads.quoting import verification


class Command(BaseCommand):
    help = "Recomputes every stored quote from itself; lists those that differ and exits 1 if there is one."

    def handle(self, *, verbosity: int, **options: object) -> None:
        quotes = differing = 0
        bar = tqdm(total=verification.count(), unit=" quotes", disable=None if verbosity else True)
        with bar:
            for verdict in verification.verdicts():
                quotes += 1
                differing += bool(verdict.differences)
                bar.update()
                for difference in verdict.differences:
                    bar.clear()
                    self.stdout.write(f"{verdict.table} {verdict.id} {verdict.folio or '-'} {difference}")
        if differing:
            raise CommandError(f"{differing} of {quotes} stored quotes differ from what they add up to.")
        self.stdout.write(f"All {quotes} stored quotes add up.")
