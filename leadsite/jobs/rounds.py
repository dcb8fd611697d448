"""Doing a duty: a thread that makes its rounds until it is told to end, whatever happens in between."""

import logging
import threading
import time
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from leads.intake import watchdog
from leadsite.bulkhead import open_socket
from leadsite.jobs import back_off, beats, failures
from leadsite.jobs.duties import Duty

log = logging.getLogger(__name__)

NOTE_SECONDS = 5.0  # for writing down that a round failed: the database may be what failed


class Rounds(threading.Thread):
    """`wake` begins the next round at once, unless the last one failed: then the pause is kept."""

    def __init__(self, duty: Duty, ending: threading.Event) -> None:
        super().__init__(name=f"duty {duty.name}", daemon=True)
        self.duty = duty
        self.ending = ending
        self.wakened = threading.Event()
        self.failures = 0
        self.beat_due = 0.0

    def run(self) -> None:
        while not self.ending.is_set():
            self.wakened.clear()
            try:
                more = self.make_one()
            except Exception as error:  # the thread must outlive whatever it meets
                self.failed(error)
                self.ending.wait(back_off.seconds_after(self.failures))
            else:
                self.failures = 0
                self.ending.wait(self.duty.rest)
                if not more:
                    self.wakened.wait(self.duty.every)
        connection.close()

    def wake(self) -> None:
        self.wakened.set()

    def make_one(self) -> bool:
        """Whether there may be more to do at once."""
        connection.close_if_unusable_or_obsolete()
        with watchdog.guard(open_socket(), self.duty.seconds):
            more = bool(self.duty.round(timezone.now()))
            if self.failures or time.monotonic() >= self.beat_due:
                beats.done(self.duty)
                self.beat_due = time.monotonic() + beats.EVERY_SECONDS
        return more

    def failed(self, error: Exception) -> None:
        self.failures += 1
        if self.failures == 1:
            log.error("the duty %s failed and is tried again", self.duty.name, exc_info=error)
        connection.close()
        with suppress(DatabaseError, InterfaceError), watchdog.guard(open_socket(), NOTE_SECONDS):
            beats.failed(self.duty, failures.in_one_line(error))
