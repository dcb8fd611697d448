"""Locks between the processes of one installation; the kernel frees them however a process ends."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path) -> int:
    """The lock's file, made if missing; on a disk that has become read-only the one that is there will do."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock, then hold it."""
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Shared:
    """A lock that many may hold at once."""

    def __init__(self, path: Path) -> None:
        self.handle = open_lock(path)
        fcntl.flock(self.handle, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether nobody else holds it, at this moment."""
        return try_alone(self.handle)

    def release(self) -> None:
        os.close(self.handle)


def try_alone(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
