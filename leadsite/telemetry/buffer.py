"""Events wait here, in memory, until a thread stores them: telemetry never keeps a quote waiting.

When the database is away the oldest go, and are counted.
"""

import contextlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, connection
from django.utils import timezone

from leadsite.telemetry.models import AnalyticsEvent
from leadsite.telemetry.pruning import prune

log = logging.getLogger(__name__)

MOST_WAITING = 2_000
BATCH = 500
FLUSH_SECONDS = 1.0
RETRY_SECONDS = 5.0
PRUNE_SECONDS = 3600.0


class Buffer:
    """A bounded queue and the daemon thread that empties it, one a process."""

    def __init__(self) -> None:
        self.waiting: deque[AnalyticsEvent] = deque()
        self.dropped = 0
        self.lock = threading.Lock()
        self.something = threading.Event()
        self.running_in: int | None = None
        self.prune_at = 0.0

    def add(self, event: AnalyticsEvent) -> None:
        with self.lock:
            if len(self.waiting) >= MOST_WAITING:
                self.waiting.popleft()
                self.dropped += 1
            self.waiting.append(event)
            if self.running_in != os.getpid():
                self.start()
        self.something.set()

    def start(self) -> None:
        """No thread to be had at this moment: the next event tries again, and the customer goes on."""
        with contextlib.suppress(RuntimeError):
            threading.Thread(target=self.run, name="telemetry", daemon=True).start()
            self.running_in = os.getpid()

    def run(self) -> None:
        while True:
            self.something.wait()
            time.sleep(FLUSH_SECONDS)  # so that events are stored together
            self.something.clear()
            if not self.flushed():
                time.sleep(RETRY_SECONDS)
                self.something.set()

    def flushed(self) -> bool:
        """Whether everything that waited is stored. Whatever goes wrong is a line in the log, no more."""
        try:
            self.flush()
            self.prune_when_due()
        except Exception as error:
            log.warning("telemetry waits: %s: %s", type(error).__name__, error)
            return False
        finally:
            connection.close()  # this thread's own; it is idle most of the time
        return True

    def flush(self) -> None:
        """Store what waits; what could not be stored waits on, unless newer events need its place."""
        while batch := self.taken():
            try:
                AnalyticsEvent.objects.bulk_create(batch)
            except (DataError, IntegrityError):
                self.dropped += len(batch)  # it would fail again for ever, and hold up the rest
            except Exception:
                self.put_back(batch)
                raise
        if self.dropped:
            log.warning("telemetry dropped %s events: no room, or the database refused them", self.dropped)
            self.dropped = 0

    def prune_when_due(self) -> None:
        """Now and then, beside the storing: the table needs no job of its own for that."""
        if time.monotonic() >= self.prune_at and not prune(timezone.now()):
            self.prune_at = time.monotonic() + PRUNE_SECONDS

    def taken(self) -> list[AnalyticsEvent]:
        with self.lock:
            return [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]

    def put_back(self, batch: list[AnalyticsEvent]) -> None:
        with self.lock:
            room = max(0, MOST_WAITING - len(self.waiting))
            self.dropped += max(0, len(batch) - room)
            self.waiting.extendleft(reversed(batch[-room:] if room else []))


buffer = Buffer()


def record(
    name: str,
    *,
    page: str | None = None,
    language: str = "",
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Keep an event for the thread to store. Facts about the page only, nothing about the person."""
    buffer.add(
        AnalyticsEvent(
            name=name,
            page_token=page or None,
            language=language,
            data=dict(data or {}),
            created_at=at or timezone.now(),
        )
    )
