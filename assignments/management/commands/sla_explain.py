"""Why a lead's deadlines are what they are: each stretch of time, counted or skipped, and why."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assignments.clocks import explaining
from assignments.clocks.explained_words import Words, in_words
from leads.models import Lead, Submission
from leads.quoting import folio


class Command(BaseCommand):
    help = "Says of each deadline of a lead by which promise and calendar it was reckoned, and what counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lead", help="its id, or the folio of one of its quotes")

    def handle(self, *, lead: str, **options: object) -> None:
        found = explaining.told(key_of(lead), now=timezone.now())
        if not found:
            self.stdout.write("Nobody waits for an answer here, and nobody ever did.")
        for one in found:
            self.write(in_words(one))

    def write(self, words: Words) -> None:
        self.stdout.write(f"{words.title}: {words.verdict}")
        for label, value in words.facts:
            self.stdout.write(f"  {label:<16} {value}")
        for line in words.lines:
            self.stdout.write(
                f"  {'+' if line.counted else ' '} {line.when:<46} {line.length:>10}  {line.what}"
            )
        if words.more:
            self.stdout.write(f"  and {words.more} more stretches")


def key_of(typed: str) -> UUID:
    """Raises CommandError where there is no such lead."""
    written = folio.parse(typed)
    if written:
        key = Submission.objects.filter(folio=written).values_list("lead_id", flat=True).first()
    else:
        key = Lead.objects.filter(pk=read(typed)).values_list("pk", flat=True).first()
    if key is None:
        raise CommandError(f"There is no lead {typed!r}.")
    return key


def read(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise CommandError(f"{typed!r} is neither a folio nor the id of a lead.") from error
