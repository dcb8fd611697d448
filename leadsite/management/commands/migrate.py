"""`manage.py migrate`, as the role that owns the tables."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from leadsite.owner import acting_as_owner


class Command(DjangoMigrate):
    help = "Changes the database's tables, as their owner (MIGRATE_DATABASE_URL), and secures them."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting_as_owner():
                super().handle(*args, **options)
        except ProgrammingError as error:
            if isinstance(error.__cause__, InsufficientPrivilege):
                # The database's own sentence names the SQL that an administrator has to run.
                raise CommandError(str(error).partition("\n")[0]) from error
            raise
