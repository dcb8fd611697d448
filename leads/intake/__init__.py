"""Taking quotes in. Whatever the database does: `submit` keeps the quote and answers within half a second.

The request thread writes one file and asks the committer; it never calls the database driver. Nothing of
this starts a thread before the first call in a process.
"""

import os
import threading
from pathlib import Path
from uuid import UUID

from django.conf import settings

from leads.intake.door import Door, Receipt, Status
from leads.intake.record import SubmissionRecord

__all__ = ["Receipt", "Status", "SubmissionRecord", "find", "status", "stop", "submit", "wake"]

_lock = threading.Lock()
_door: Door | None = None


def submit(record: SubmissionRecord) -> Receipt:
    """Keep a submission; returns once it is safe, within about half a second. Never raises."""
    return door().submit(record)


def status() -> Status:
    """How much waits, how old, how much is parked, and the breaker of this process."""
    return door().status()


def find(submission_id: UUID) -> SubmissionRecord | None:
    """A submission that is on this host and not yet in the database."""
    return door().find(submission_id)


def wake() -> None:
    """Let this process bring in what an earlier one has left on disk."""
    door()


def stop() -> None:
    """End the threads and connections of this process's intake; the next call starts anew."""
    global _door
    with _lock:
        stopped, _door = _door, None
    if stopped is not None and stopped.pid == os.getpid():
        stopped.stop()


def door() -> Door:
    """This process's door, on the spool that the settings name now."""
    global _door
    folder = Path(settings.SPOOL_DIR)
    found = _door
    if found is None or found.pid != os.getpid() or found.folder != folder:
        stop()
        with _lock:
            found = _door = _door or Door(folder, settings.SPOOL_CEILING)
    found.wake()
    return found
