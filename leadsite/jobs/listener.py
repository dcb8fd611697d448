"""The worker's one ear: a connection that listens on the channels of all duties and wakes who is meant.

A notice only wakes: one that was lost in an outage is made good by waking everybody when the ear is back, and
by the rounds that every duty makes without any notice.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import psycopg
from psycopg import sql

from leads.intake import watchdog
from leadsite.jobs import back_off, direct

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0  # of silence, before the server is asked whether it is still there
ANSWER_SECONDS = 5.0

Wake = Callable[[], None]


class Listener(threading.Thread):
    """Calls the functions of a channel with each notice of it, and all of them after every (re)connection."""

    def __init__(self, channels: Mapping[str, Iterable[Wake]], ending: threading.Event) -> None:
        super().__init__(name="listener", daemon=True)
        self.channels = {channel: tuple(wakes) for channel, wakes in channels.items()}
        self.ending = ending
        self.failures = 0

    def run(self) -> None:
        while not self.ending.is_set():
            try:
                self.listen()
            except Exception as error:  # the thread must outlive whatever it meets
                self.failures += 1
                if self.failures == 1 and not self.ending.is_set():
                    log.warning("the worker hears nothing for now: %s", type(error).__name__)
                self.ending.wait(back_off.seconds_after(self.failures))

    def listen(self) -> None:
        """Until told to end; raises whatever goes wrong."""
        with psycopg.connect(**direct.parameters("listener"), autocommit=True) as link:
            with watchdog.deadline(link, ANSWER_SECONDS):
                for channel in self.channels:
                    link.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            self.failures = 0
            self.wake(*self.channels)
            while not self.ending.is_set():
                self.hear(link)

    def hear(self, link: "psycopg.Connection[Any]") -> None:
        for notice in link.notifies(timeout=PATIENCE_SECONDS, stop_after=1):
            self.wake(notice.channel)
        with watchdog.deadline(link, ANSWER_SECONDS):
            link.execute("select 1")

    def wake(self, *channels: str) -> None:
        for channel in channels:
            for wake in self.channels.get(channel, ()):
                wake()
