"""Quotes that no disk took: in the log as a line of last resort, and here for as long as the process lives.

So they come in by themselves once the database is back, and the log is needed only if the process dies too.
"""

import threading
from uuid import UUID

# Some 10 MB of quotes; those beyond are in the log alone.
ROOM = 5000


class Memory:
    """Shared by the request threads, which add, and the sweeper, which takes away."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.contents: dict[UUID, bytes] = {}

    def add(self, submission_id: UUID, content: bytes) -> bool:
        """False if there is no room."""
        with self.lock:
            if len(self.contents) >= ROOM:
                return False
            self.contents[submission_id] = content
            return True

    def ids(self) -> list[UUID]:
        """Oldest first."""
        with self.lock:
            return list(self.contents)

    def get(self, submission_id: UUID) -> bytes | None:
        return self.contents.get(submission_id)

    def forget(self, submission_id: UUID) -> None:
        with self.lock:
            self.contents.pop(submission_id, None)

    def __len__(self) -> int:
        return len(self.contents)
