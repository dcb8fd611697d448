"""How full the spool is, counted often enough to be true and seldom enough to cost nothing."""

import contextlib
import os
import threading
import time
from dataclasses import dataclass

from leads.intake.spool import Spool

# Counting takes longer the more files there are; it may take this share of one thread's time.
SHARE_OF_TIME = 0.05
NEARLY_FULL_BYTES = 512 * 1024 * 1024
NEARLY_FULL_SHARE = 0.05


@dataclass(frozen=True)
class Counted:
    """What lies in the spool; `oldest_at` in seconds since 1970, None when nothing waits."""

    pending: int = 0
    oldest_at: float | None = None
    parked: int = 0


class Survey:
    """Remembers the last count; what this process has added since is in it too."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.lock = threading.Lock()
        self.counted = Counted()
        self.added = 0
        self.good_until = 0.0

    def count(self) -> Counted:
        """The newest count; counts again when that is due, one thread at a time."""
        if time.monotonic() >= self.good_until and self.lock.acquire(blocking=False):
            try:
                self.refresh()
            finally:
                self.lock.release()
        return self.counted

    def oldest_age(self) -> float | None:
        """For how many seconds the oldest submission has waited; None when nothing waits."""
        oldest_at = self.count().oldest_at
        return None if oldest_at is None else max(0.0, time.time() - oldest_at)

    def refresh(self) -> None:
        start = time.monotonic()
        self.added = 0
        # A folder that cannot be read leaves the last count: writing and sweeping say what is wrong.
        with contextlib.suppress(OSError):
            waiting = self.spool.waiting()
            oldest = waiting[0].written_at if waiting else None
            self.counted = Counted(len(waiting), oldest, len(self.spool.parked_ids()))
        now = time.monotonic()
        self.good_until = now + (now - start) / SHARE_OF_TIME

    def wrote_one(self) -> None:
        # Two threads may count as one: the next refresh puts it right.
        self.added += 1

    def is_above(self, ceiling: int) -> bool:
        """Whether `ceiling` submissions wait. The sweeper counts; here only a doubt does."""
        if self.counted.pending + self.added < ceiling:
            return False
        return self.count().pending + self.added >= ceiling

    def disk_is_nearly_full(self) -> bool:
        """The last of the disk is left to the database and the logs."""
        try:
            disk = os.statvfs(self.spool.folder)
        except OSError:
            return True
        enough = min(NEARLY_FULL_BYTES, int(disk.f_blocks * disk.f_frsize * NEARLY_FULL_SHARE))
        return disk.f_bavail * disk.f_frsize < enough
