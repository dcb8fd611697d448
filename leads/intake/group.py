"""One daemon thread that does together what many ask for, while nobody waits for it longer than they choose.

Writing files, committing and printing a line are all of this shape: each may hang, and ten done together
cost little more than one.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Request = tuple[Item, Future[Result]]


class Stuck(Exception):
    """The thread has been at its present work for too long: not worth waiting behind it."""


class GroupWorker(Generic[Item, Result]):
    """`work` takes all the items that wait, at most `limit`, and returns a result or an exception for each.

    The thread starts with the first item, again in a forked process.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Sequence[Item]], Sequence[Result | Exception]],
        *,
        limit: int,
        stuck_after: float,
    ) -> None:
        self.name = name
        self.work = work
        self.limit = limit
        self.stuck_after = stuck_after
        self.pid = 0
        self.lock = threading.Lock()
        self.queue: SimpleQueue[Request[Item, Result]] = SimpleQueue()
        self.busy_since: float | None = None

    def ask(self, item: Item) -> Future[Result]:
        """Hand an item over; wait with `result(timeout)`. Raises Stuck instead of queueing behind a hang."""
        if self.pid != os.getpid():
            self.start()
        if self.is_stuck():
            raise Stuck(self.name)
        answer: Future[Result] = Future()
        self.queue.put((item, answer))
        return answer

    def is_stuck(self) -> bool:
        since = self.busy_since
        return since is not None and time.monotonic() - since > self.stuck_after

    def start(self) -> None:
        with self.lock:
            if self.pid == os.getpid():
                return
            self.queue = SimpleQueue()
            self.busy_since = None
            threading.Thread(target=self.run, name=self.name, daemon=True).start()
            self.pid = os.getpid()

    def run(self) -> None:
        while True:
            requests = self.take()
            self.busy_since = time.monotonic()
            self.answer(requests)
            self.busy_since = None

    def take(self) -> list[Request[Item, Result]]:
        requests = [self.queue.get()]
        try:
            while len(requests) < self.limit:
                requests.append(self.queue.get_nowait())
        except Empty:
            pass
        return requests

    def answer(self, requests: list[Request[Item, Result]]) -> None:
        # Who gave up waiting has cancelled; those who still wait can no longer.
        wanted = [(item, answer) for item, answer in requests if answer.set_running_or_notify_cancel()]
        if not wanted:
            return
        try:
            results = self.work([item for item, _ in wanted])
        except Exception as error:  # the thread must outlive whatever its work meets
            results = [error] * len(wanted)
        for (_, answer), result in zip(wanted, results, strict=True):
            if isinstance(result, Exception):
                answer.set_exception(result)
            else:
                answer.set_result(result)
