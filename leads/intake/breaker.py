"""Remembers that the database is not well, so that nobody waits for it."""

import logging
import threading
import time
from collections import deque
from typing import TypedDict

log = logging.getLogger(__name__)

REASONS_KEPT = 10


class BreakerState(TypedDict):
    """For health, as JSON: for how many seconds it is open, how often it opened, and the last reasons."""

    state: str
    open_seconds: float
    times_opened: int
    reasons: list[str]


class Breaker:
    """Closed: the database is asked. Open: it is not, but for the sweeper, which alone closes it again."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.opened_at: float | None = None
        self.times_opened = 0
        self.reasons: deque[str] = deque(maxlen=REASONS_KEPT)

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    def open(self, reason: str) -> None:
        """`reason` is written to logs and health: an SQLSTATE or an exception's name, no personal data."""
        with self.lock:
            if self.opened_at is not None:
                return
            self.opened_at = time.monotonic()
            self.times_opened += 1
            self.reasons.append(reason)
        log.warning("breaker open: %s", reason)

    def close(self) -> None:
        with self.lock:
            if self.opened_at is None:
                return
            seconds = time.monotonic() - self.opened_at
            self.opened_at = None
        log.warning("breaker closed after %.1f s", seconds)

    def state(self) -> BreakerState:
        with self.lock:
            seconds = 0.0 if self.opened_at is None else time.monotonic() - self.opened_at
            return {
                "state": "open" if self.is_open else "closed",
                "open_seconds": round(seconds, 1),
                "times_opened": self.times_opened,
                "reasons": list(self.reasons),
            }
