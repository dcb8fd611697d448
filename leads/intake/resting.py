"""Which records of the spool are left alone for a moment, and which failed by themselves."""

import time
from uuid import UUID


class Resting:
    """Forgotten at a restart, which only makes a record come sooner; failures are on disk as well."""

    def __init__(self) -> None:
        self.until: dict[UUID, float] = {}
        self.failures: dict[UUID, int] = {}

    def rest(self, submission_id: UUID, seconds: float) -> None:
        self.until[submission_id] = time.monotonic() + seconds

    def rests(self, submission_id: UUID) -> bool:
        until = self.until.get(submission_id)
        if until is not None and until <= time.monotonic():
            del self.until[submission_id]
            return False
        return until is not None

    def failed(self, submission_id: UUID) -> int:
        """Count a failure; the more there are, the longer the record waits. How many by now."""
        count = self.failures[submission_id] = self.failures.get(submission_id, 0) + 1
        self.rest(submission_id, count / 2)
        return count

    def has_failed(self, submission_id: UUID) -> bool:
        return submission_id in self.failures

    def forget(self, submission_id: UUID) -> None:
        self.failures.pop(submission_id, None)
        self.until.pop(submission_id, None)
