"""The hub's one ear: a connection that listens, and reads what was committed since it last looked.

The notice only wakes. What is read follows from the cursor, so nothing is lost in an outage either.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg

from leads.intake import watchdog
from leadsite.jobs import back_off, direct
from leadsite.live import reading
from leadsite.live.cursors import Cursor
from leadsite.live.reading import Batch

log = logging.getLogger(__name__)

CHANNEL = "live"
PATIENCE_SECONDS = 10.0  # of silence, before the server is asked whether it is still there
ANSWER_SECONDS = 5.0
# However many commit, it looks so often at most: to look at each quote costs more than to note it. And after
# telling it rests three times as long as that took: more readers mean rounder batches, not more work.
PAUSE, RESTS, LONGEST_REST = 0.04, 3.0, 0.5


class Ear(threading.Thread):
    """`tell` is called with each batch that holds events, and returns when all readers were told.

    `heard` is called with each new cursor, `deaf` when the database was lost. `wanted` says whether anybody
    is to be told: a reader counts before it is looked up what they have missed.
    """

    def __init__(
        self,
        tell: Callable[[Batch], None],
        heard: Callable[[Cursor], None],
        deaf: Callable[[], None],
        wanted: Callable[[], bool],
    ) -> None:
        super().__init__(name="ear", daemon=True)
        self.tell, self.heard, self.deaf, self.wanted = tell, heard, deaf, wanted
        self.ending = threading.Event()
        self.cursor: Cursor | None = None
        self.failures = 0
        self.fell = False  # perhaps: the connection is new

    def run(self) -> None:
        while not self.ending.is_set():
            try:
                self.listen()
            except Exception as error:  # the thread must outlive whatever it meets
                self.failures += 1
                if self.failures == 1 and not self.ending.is_set():
                    log.warning("the live hub hears nothing for now: %s", type(error).__name__)
                self.deaf()
                self.ending.wait(back_off.seconds_after(self.failures))

    def listen(self) -> None:
        """Until told to end; raises whatever goes wrong."""
        with psycopg.connect(**direct.parameters("live hub"), autocommit=True) as link:
            with watchdog.deadline(link, ANSWER_SECONDS):
                link.execute(f"listen {CHANNEL}")
            self.fell = True
            while not self.ending.is_set():
                self.read(link)
                self.failures = 0
                for _ in link.notifies(timeout=PATIENCE_SECONDS, stop_after=1):
                    pass

    def read(self, link: "psycopg.Connection[Any]") -> None:
        """Tell what is new. The cursor moves on only afterwards: what fails here is read again."""
        with watchdog.deadline(link, ANSWER_SECONDS):
            batch = self.batch(link)
        begin = time.monotonic()
        if batch.events != []:
            self.tell(batch)
        took = time.monotonic() - begin
        self.cursor, self.fell = batch.cursor, False
        self.heard(batch.cursor)
        self.ending.wait(min(LONGEST_REST, max(PAUSE, RESTS * took)))

    def batch(self, link: "psycopg.Connection[Any]") -> Batch:
        """What happened since the cursor; nothing of it is read where nobody listens."""
        if self.cursor is not None and self.wanted():
            return reading.since(link, self.cursor, fell=self.fell)
        reached = reading.now(link)
        # Who came meanwhile may have looked up what they missed before this moment.
        if self.cursor is not None and self.wanted():
            return reading.since(link, self.cursor, fell=self.fell)
        return Batch(reached, [], {})
