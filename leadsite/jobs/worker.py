"""The worker's process: jobs, duties and one ear for them, until it is told to end."""

import logging
import os
import signal
import threading
import time
from types import FrameType

from leadsite.jobs.duties import DUTIES
from leadsite.jobs.listener import Listener, Wake
from leadsite.jobs.lives import Lives
from leadsite.jobs.loading import load
from leadsite.jobs.rounds import Rounds

log = logging.getLogger(__name__)

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LAST_WORDS_SECONDS = 0.5  # after the grace, for what procrastinate has to write down


class WorkerProcess:
    """`grace`: how many seconds a job or a round that is at work may take to finish at the end."""

    def __init__(self, *, concurrency: int, grace: float) -> None:
        load()
        self.grace = grace
        self.ending = threading.Event()
        self.lives = Lives(concurrency=concurrency, grace=grace, ending=self.ending)
        self.rounds = [Rounds(duty, self.ending) for duty in DUTIES.values()]
        self.listener = Listener(self.channels(), self.ending)

    def channels(self) -> dict[str, list[Wake]]:
        found: dict[str, list[Wake]] = {}
        for rounds in self.rounds:
            if rounds.duty.channel:
                found.setdefault(rounds.duty.channel, []).append(rounds.wake)
        return found

    def run(self) -> None:
        """Returns once everything at work has finished; what takes too long is left to another worker."""
        for number in ENDING:
            signal.signal(number, self.told_to_end)
        for thread in self.rounds:
            thread.start()
        if self.listener.channels:
            self.listener.start()
        self.lives.run()
        deadline = time.monotonic() + self.grace
        for thread in self.rounds:
            thread.join(max(0.0, deadline - time.monotonic()))

    def told_to_end(self, number: int, frame: FrameType | None) -> None:
        if not self.ending.is_set():
            leave = threading.Timer(self.grace + LAST_WORDS_SECONDS, self.leave)
            leave.daemon = True
            leave.start()
        self.lives.end()
        for rounds in self.rounds:
            rounds.wake()

    def leave(self) -> None:
        """Python would wait for a job's thread for ever; the job is stalled now, and done again."""
        log.warning("the worker ends before its jobs have: they are done again")
        self.lives.say_farewell()
        os._exit(0)
