"""Frees threads that hang on a socket: nothing else helps against a server that is frozen.

A server stopped with SIGSTOP still acknowledges packets, so no timeout of the driver or the kernel ever
fires. One thread per process keeps the deadlines and shuts an overdue socket down; the thread that waits
on it gets an error at once.
"""

import contextlib
import heapq
import itertools
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

FindSocket = Callable[[], int | None]


class Connected(Protocol):
    """What the watchdog needs of a database connection; psycopg's and Django's raw ones have it."""

    @property
    def closed(self) -> bool: ...
    def fileno(self) -> int: ...


class Guard:
    """One deadline. `expired` says afterwards whether the watchdog had to act."""

    def __init__(self, find_socket: FindSocket) -> None:
        self.find_socket = find_socket
        self.lock = threading.Lock()
        self.finished = False
        self.expired = False

    def finish(self) -> None:
        # The lock keeps a late watchdog from shutting down a socket that has gone on to other work.
        with self.lock:
            self.finished = True

    def expire(self) -> None:
        with self.lock:
            if not self.finished:
                self.expired = True
                shut_down(self.find_socket)


def shut_down(find_socket: FindSocket) -> None:
    """Shut down the socket behind a descriptor that its owner may close at this very moment."""
    with contextlib.suppress(Exception):
        found = find_socket()
        if found is None:
            return
        with socket.socket(fileno=os.dup(found)) as duplicate:
            # Still the same one after dup(): then the duplicate is no stranger's descriptor.
            if find_socket() == found:
                duplicate.shutdown(socket.SHUT_RDWR)


class Watchdog:
    """The thread and its deadlines; starts with the first guard, again in a forked process."""

    def __init__(self) -> None:
        self.pid = 0
        self.changed = threading.Condition()
        self.deadlines: list[tuple[float, int, Guard]] = []
        self.numbers = itertools.count()

    def watch(self, guard: Guard, seconds: float) -> None:
        entry = (time.monotonic() + seconds, next(self.numbers), guard)
        if self.pid != os.getpid():
            self.start()
        with self.changed:
            heapq.heappush(self.deadlines, entry)
            if self.deadlines[0] is entry:
                self.changed.notify()

    def start(self) -> None:
        with START:
            if self.pid == os.getpid():
                return
            # A forked child inherits the deadlines, but not the thread that keeps them.
            self.changed = threading.Condition()
            self.deadlines = []
            threading.Thread(target=self.run, name="watchdog", daemon=True).start()
            self.pid = os.getpid()

    def run(self) -> None:
        while True:
            self.next_overdue().expire()

    def next_overdue(self) -> Guard:
        with self.changed:
            while True:
                self.forget_finished()
                wait = self.deadlines[0][0] - time.monotonic() if self.deadlines else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self.deadlines)[2]
                self.changed.wait(wait)

    def forget_finished(self) -> None:
        while self.deadlines and self.deadlines[0][2].finished:
            heapq.heappop(self.deadlines)


START = threading.Lock()
WATCHDOG = Watchdog()


@contextlib.contextmanager
def guard(find_socket: FindSocket, seconds: float) -> Iterator[Guard]:
    """Shut down the socket that `find_socket()` names by then, if the block lasts longer than `seconds`."""
    guarded = Guard(find_socket)
    WATCHDOG.watch(guarded, seconds)
    try:
        yield guarded
    finally:
        guarded.finish()


def deadline(connection: Connected, seconds: float) -> contextlib.AbstractContextManager[Guard]:
    """Shut down this connection's socket if the block lasts longer than `seconds`."""
    return guard(lambda: None if connection.closed else connection.fileno(), seconds)
