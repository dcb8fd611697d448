"""Brings the database up to date: migrations, and the demo in an empty embedded database.

Waits for a database that is away, and ends with 0 when all is done. What goes wrong is told in one line and
tried again by the start command.
"""

import signal
import sys
import time
from io import StringIO
from types import FrameType
from typing import NoReturn

import django
from django.core.management.base import CommandError
from django.db import Error

ANSWER_SECONDS = 10  # a frozen server accepts and stays mute; nothing else bounds that
PAUSE_SECONDS = 1.0


def give_up(number: int, frame: FrameType | None) -> NoReturn:
    raise TimeoutError


def answers() -> bool:
    """Whether the database lets us in."""
    from django.db import connection

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(ANSWER_SECONDS)
    try:
        connection.ensure_connection()
    except (Error, TimeoutError):
        return False
    finally:
        signal.alarm(0)
    return True


def is_up_to_date() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def is_empty() -> bool:
    """Whether nobody has worked with this database: no lead and no person."""
    from django.apps import apps
    from django.contrib.auth import get_user_model

    return not (
        apps.get_model("leads", "Lead").objects.exists() or get_user_model()._default_manager.exists()
    )


def prepare() -> None:
    from django.conf import settings
    from django.core.management import call_command, get_commands

    from leadsite.owner import acting_as_owner
    from leadsite.serving import fingerprint

    stamp, facts = settings.DATA_DIR / "prepared", fingerprint.of_preparation()
    with acting_as_owner():
        while not answers():
            time.sleep(PAUSE_SECONDS)
        if not (is_up_to_date() and fingerprint.matches(stamp, facts)):
            call_command("migrate", interactive=False, verbosity=0)
    if settings.EMBEDDED and "load_demo" in get_commands() and is_empty():
        call_command("load_demo")
    call_command("check", tags=["database"], databases=["default"], stdout=StringIO())
    fingerprint.remember(stamp, facts)


def main() -> None:
    django.setup()
    try:
        prepare()
    except (CommandError, Error, OSError) as error:
        first, *_ = str(error).strip().splitlines() or [type(error).__name__]
        sys.exit(f"The database could not be prepared, which is tried again: {first}")


if __name__ == "__main__":
    main()
