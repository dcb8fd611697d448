"""Brings the database up to date: migrations, and the demo in an empty embedded database.

Ends with 0 when all is done and with AWAY when the database does not answer; the start command tries again.
"""

import signal
import sys

import django

AWAY = 75  # EX_TEMPFAIL
ANSWER_SECONDS = 10  # a frozen server accepts and stays mute; nothing else bounds that


def answers() -> bool:
    """Whether the database lets the owner in. Kills this process when it stays mute."""
    from django.db import Error, connection

    signal.signal(signal.SIGALRM, lambda number, frame: sys.exit(AWAY))
    signal.alarm(ANSWER_SECONDS)
    try:
        connection.ensure_connection()
    except Error:
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


def prepare() -> int:
    from django.conf import settings
    from django.core.management import call_command, get_commands

    from leadsite.owner import acting_as_owner
    from leadsite.serving import fingerprint

    with acting_as_owner():
        if not answers():
            return AWAY
        done = fingerprint.of_preparation()
        if not (is_up_to_date() and fingerprint.matches(settings.DATA_DIR / "prepared", done)):
            call_command("migrate", interactive=False, verbosity=0)
    if settings.EMBEDDED and is_empty() and "load_demo" in get_commands():
        call_command("load_demo")
    fingerprint.remember(settings.DATA_DIR / "prepared", done)
    return 0


def main() -> None:
    django.setup()
    sys.exit(prepare())


if __name__ == "__main__":
    main()
