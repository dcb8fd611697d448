"""`manage.py data_api open|close`: the grants of a public Data API such as Supabase's."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from leadsite.owner import acting_as_owner
from leadsite.row_security import set_data_api


class Command(BaseCommand):
    help = (
        "Opens the four tables to the roles anon and authenticated of a Data API, as far as the policies let "
        "them in, or closes them again. Closed unless somebody opened it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=("open", "close"))

    def handle(self, *args: Any, state: str, **options: Any) -> None:
        try:
            with acting_as_owner():
                set_data_api(opened=state == "open")
        except ProgrammingError as error:
            raise CommandError(f"{str(error).partition(chr(10))[0]}; is the database migrated?") from error
        self.stdout.write("The Data API is open." if state == "open" else "The Data API is closed.")
