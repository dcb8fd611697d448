"""Ends this process's connections to the embedded server, those that its threads have opened included."""

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from leadsite.embedded import paths

OPEN_FILES = "/proc/self/fd"


def hang_up(socket_dir: Path) -> None:
    """Shut down every socket of ours that leads there: nobody else can close a thread's connection."""
    address = str(socket_dir / f".s.PGSQL.{paths.PORT}")
    for number in map(int, os.listdir(OPEN_FILES)):
        with suppress(OSError):  # closed meanwhile, or connected to nobody
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as duplicate:
                    if duplicate.getpeername() == address:
                        duplicate.shutdown(socket.SHUT_RDWR)
