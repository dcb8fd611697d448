"""The loop of the start command: tend what is kept alive until told to end, then end all of it in order."""

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from leadsite.serving.kept import Kept

TICK_SECONDS = 0.2  # an adopted database is not our child: nobody tells us when it dies
END_SECONDS = 6.0
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Supervisor:
    """Tends `kept` in order and ends it in reverse order; `each_tick` is for what happens along the way."""

    def __init__(self, kept: Callable[[], Sequence[Kept]], each_tick: Callable[[float], None]) -> None:
        self.kept = kept
        self.each_tick = each_tick
        self.ending = False

    def run(self) -> None:
        with self.signals() as wakened:
            while not self.ending:
                now = time.monotonic()
                for one in self.kept():
                    one.tend(now)
                self.each_tick(now)
                self.wait(wakened)
            self.end()

    def end(self) -> None:
        """All are asked first, then waited for; the database is the first in the list and the last to go."""
        deadline = time.monotonic() + END_SECONDS
        last_first = list(reversed(self.kept()))
        for one in last_first:
            one.ask_to_end()
        for one in last_first:
            one.end(deadline)

    def wait(self, wakened: int) -> None:
        if not self.ending and select.select([wakened], [], [], TICK_SECONDS)[0]:
            os.read(wakened, 4096)

    @contextmanager
    def signals(self) -> Iterator[int]:
        """Signals end the loop, and every one of them, a child's end too, wakes it at once."""
        wakened, waker = os.pipe()
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in ENDING:
            signal.signal(number, self.told_to_end)
        yield wakened
        signal.set_wakeup_fd(-1)

    def told_to_end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True
