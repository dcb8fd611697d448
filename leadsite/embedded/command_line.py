"""Every `manage.py` command but the few that need no database finds the embedded server running."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from leadsite import env
from leadsite.embedded import CannotRun, installation
from leadsite.embedded.own_connections import hang_up
from leadsite.embedded.running import ending_in_order, running

# `serve` owns a server itself; the others read code and files only.
WITHOUT_DATABASE = {
    "help",
    "version",
    "serve",
    "check",
    "collectstatic",
    "findstatic",
    "compilemessages",
    "makemessages",
    "diffsettings",
    "startapp",
    "startproject",
    "spool_status",
    "import_spool_log",
}


def needs_database(arguments: list[str]) -> bool:
    """Whether the words after `manage.py` ask for a command that talks to a database."""
    if not arguments or {"-h", "--help", "--version"} & set(arguments):
        return False
    return arguments[0] not in WITHOUT_DATABASE or any(
        word.startswith("--database") for word in arguments[1:]
    )


def run(command: Callable[[list[str]], None], argv: list[str]) -> None:
    """Run Django's command line, on the embedded server unless DATABASE_URL names another."""
    try:
        with database_for(argv[1:]):
            command(argv)
    except CannotRun as reason:
        sys.exit(str(reason))


@contextmanager
def database_for(arguments: list[str]) -> Iterator[None]:
    folder = installation.data_dir()
    installation.read(folder)
    embedded = not env.present("DATABASE_URL")
    if arguments[:1] == ["serve"] or (embedded and not env.boolean("DEBUG", False)):
        installation.prepare(folder)
    if not (embedded and needs_database(arguments)):
        yield
        return
    installation.make_data_dir(folder)
    with ending_in_order(), running(folder) as server:
        try:
            yield
        finally:
            # Ours must not count as somebody who still uses the server.
            close_connections()
            hang_up(server.socket_dir)


def close_connections() -> None:
    """Say farewell on this thread's own connections."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections  # the settings are read only when the command runs

    try:
        connections.close_all()
    except ImproperlyConfigured:
        return
