"""Using the embedded server for as long as a block runs; the last user stops it."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psycopg

from leadsite.embedded import paths
from leadsite.embedded.locks import Shared, alone
from leadsite.embedded.server import Server

LEAVE_SECONDS = 0.5  # a connection that was closed a moment ago may still be counted
OTHERS = (
    "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
)


@contextmanager
def running(data_dir: Path, extra: tuple[str, ...] = ()) -> Iterator[Server]:
    """Attach to the server of `data_dir` or start it; afterwards stop it if nobody else uses it.

    Raises `CannotRun`. Close your own connections before the block ends: they count as users.
    """
    server = Server(data_dir, extra)
    with alone(paths.start_lock(data_dir)):
        use = Shared(paths.users_lock(data_dir))
        server.ensure()
    try:
        yield server
    finally:
        with alone(paths.start_lock(data_dir)):
            if use.is_last() and not has_clients(server):
                server.stop()
            else:
                server.let_go()
            use.release()


def has_clients(server: Server) -> bool:
    """Whether somebody who holds no lock of ours is connected: a psql, a backup."""
    deadline = time.monotonic() + LEAVE_SECONDS
    while count_clients(server) > 0:
        if time.monotonic() > deadline:
            return True
        time.sleep(0.05)
    return False


def count_clients(server: Server) -> int:
    address = f"host={server.socket_dir} port={paths.PORT} user=postgres dbname=postgres connect_timeout=2"
    try:
        with psycopg.connect(address) as connection:
            row = connection.execute(OTHERS).fetchone()
    except psycopg.Error:
        return 0  # dead, or dying: nobody to be kind to
    return int(row[0]) if row else 0


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let SIGTERM and a closed terminal unwind the process as Ctrl-C does, so that the server is stopped."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
