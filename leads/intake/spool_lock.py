"""One process of the host sweeps the spool at a time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A holder that shows no life for so long is frozen or hangs: it is passed over.
PATIENCE_SECONDS = 5.0


class SpoolLock:
    """An advisory lock on a file beside the records; the kernel frees it when its holder dies."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".lock"

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether this process may sweep while the block lasts."""
        # Open for reading: a file open for writing would keep an administrator from remounting the disk.
        descriptor = os.open(self.path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            ours = self.take(descriptor)
            if ours:
                self.show_life()
            yield ours or self.holder_is_lifeless()
        finally:
            os.close(descriptor)

    def take(self, descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def show_life(self) -> None:
        try:
            os.utime(self.path)
        except OSError:
            return  # a disk that has become read-only: the lock itself still holds

    def holder_is_lifeless(self) -> bool:
        return time.time() - self.path.stat().st_mtime > PATIENCE_SECONDS
