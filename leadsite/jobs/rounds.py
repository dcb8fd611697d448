"""Doing a duty: a thread that makes its rounds until it is told to end, whatever happens in between."""

import logging
import threading

from django.db import connection
from django.utils import timezone

from leads.intake import watchdog
from leadsite.bulkhead import open_socket
from leadsite.jobs import back_off
from leadsite.jobs.duties import Duty

log = logging.getLogger(__name__)


class Rounds(threading.Thread):
    """`wake` begins the next round at once, unless the last one failed: then the pause is kept."""

    def __init__(self, duty: Duty, ending: threading.Event) -> None:
        super().__init__(name=f"duty {duty.name}", daemon=True)
        self.duty = duty
        self.ending = ending
        self.wakened = threading.Event()
        self.failures = 0

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
                if not more:
                    self.wakened.wait(self.duty.every)
        connection.close()

    def wake(self) -> None:
        self.wakened.set()

    def make_one(self) -> bool:
        """Whether there may be more to do at once."""
        connection.close_if_unusable_or_obsolete()
        with watchdog.guard(open_socket(), self.duty.seconds):
            return bool(self.duty.round(timezone.now()))

    def failed(self, error: Exception) -> None:
        self.failures += 1
        if self.failures == 1:
            log.error("the duty %s failed and is tried again", self.duty.name, exc_info=error)
        connection.close()
