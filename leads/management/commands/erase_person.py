"""`manage.py erase_person`: everything about one person goes, for good."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from activity.outbox import left_files
from leads import erasure
from leads.erasure import Erased, Person
from leads.intake import spool
from leads.phones import normalise


class Command(BaseCommand):
    help = (
        "Erases a person: leads, enquiries, activities, assignments, and what waits in this host's spool. "
        "Run it on every web host that has a spool of its own; backups keep their copy until they expire."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="in any case")
        parser.add_argument("--phone", help="with its country code, or as dialled in DEFAULT_REGION")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, email: str | None, phone: str | None, yes: bool, **options: Any) -> None:
        person = Person(email=(email or "").strip() or None, phone=understood(phone))
        if person == Person():
            raise CommandError("Say whom: --email, --phone, or both.")
        found = erasure.count(person, spool=spool, region=settings.DEFAULT_REGION)
        if not found:
            self.stdout.write("Nothing is known about this person.")
            return
        if not (yes or agreed(f"Erase {sentence(found)} for good? Type yes: ")):
            raise CommandError("Nothing was erased. --yes erases without asking.")
        done = erasure.erase(person, spool=spool, region=settings.DEFAULT_REGION)
        for folder in ("letters", "texts"):
            left_files.sweep(settings.DATA_DIR / folder)
        self.stdout.write(f"Erased: {sentence(done)}.")
        left = erasure.count(person, spool=spool, region=settings.DEFAULT_REGION)
        if left:
            raise CommandError(f"Could not erase {sentence(left)}: run this again when the disk is well.")


def agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:  # nobody is there to answer
        return False


def understood(phone: str | None) -> str | None:
    if not phone:
        return None
    try:
        return normalise(phone, settings.DEFAULT_REGION)
    except ValueError as error:
        raise CommandError("The phone cannot be understood; write it with its country code.") from error


def sentence(found: Erased) -> str:
    return f"{found.leads} leads, {found.submissions} enquiries, {found.spooled} waiting in the spool"
