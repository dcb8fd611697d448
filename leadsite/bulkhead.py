"""Keeps requests that may hang on the database away from the threads that serve the quote form.

The form, its prices and its telemetry never call the database and are answered by the server's own thread.
Everything else runs in a lane: a few threads with a bounded queue before them and a deadline behind them.
A frozen database can hold a lane, never the form, and never more connections than the lanes have threads.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from functools import partial
from typing import Any, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import connection

from leads.intake import watchdog
from leadsite.away import AWAY_HEADERS

log = logging.getLogger(__name__)
T = TypeVar("T")

Answer = tuple[str, list[tuple[str, str]], list[bytes]]


class Unavailable(Exception):
    """The lane is full, or the work did not end before the lane's deadline."""


class Lane:
    """At most `threads` calls at work, `waiting` more in line, and nobody waits longer than `seconds`."""

    def __init__(self, name: str, *, threads: int, waiting: int, seconds: float) -> None:
        self.name = name
        self.seconds = seconds
        self.places = threading.BoundedSemaphore(threads + waiting)
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix=f"lane-{name}")

    def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, or `Unavailable`. What `work` raises is raised here."""
        if not self.places.acquire(blocking=False):
            raise Unavailable(f"lane {self.name} is full")
        try:
            future = self.executor.submit(self.guarded, work)
        except BaseException:
            self.places.release()
            raise
        future.add_done_callback(lambda _: self.places.release())
        return self.outcome(future)

    def outcome(self, future: "Future[T]") -> T:
        try:
            return future.result(timeout=self.seconds)
        except FutureTimeout:
            future.cancel()
            raise Unavailable(f"lane {self.name} gave up after {self.seconds} s") from None

    def guarded(self, work: Callable[[], T]) -> T:
        try:
            with watchdog.guard(open_socket(), self.seconds):
                return work()
        finally:
            # Work outside a request has nobody else to notice that the server hung up meanwhile.
            connection.close_if_unusable_or_obsolete()


def open_socket() -> Callable[[], int | None]:
    """Finds, later and from another thread, the socket of the connection that this thread uses by then."""
    wrapper = connection._connections[connection._alias]  # type: ignore[attr-defined]  # this thread's own wrapper

    def find() -> int | None:
        opened = wrapper.connection
        return None if opened is None or opened.closed else int(opened.fileno())

    return find


def collect(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Run a WSGI application to its end, its body included: whatever touches the database happens here."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
    ) -> Callable[[bytes], object]:
        started.append((status, headers))
        return lambda data: None

    body = application(environ, start_response)
    try:
        chunks = list(body)
    finally:
        getattr(body, "close", lambda: None)()
    status, headers = started[-1]
    return status, headers, chunks


class Bulkhead:
    """A WSGI application that sends each address into its lane; `None` is the server's own thread.

    What is not in `lanes` takes the lane `rest`, there by another application where one is given.
    """

    def __init__(
        self,
        application: WSGIApplication,
        lanes: list[tuple[str, Lane | None]],
        rest: Lane,
        away: Callable[[str], bytes],
        rest_application: WSGIApplication | None = None,
    ) -> None:
        self.application = application
        self.rest_application = rest_application or application
        self.lanes = lanes
        self.rest = rest
        self.away = away

    def lane(self, path: str) -> Lane | None:
        """The first lane whose prefix fits; a prefix without a closing slash stands for that one address."""
        for prefix, lane in self.lanes:
            if path == prefix or (prefix != "/" and prefix.endswith("/") and path.startswith(prefix)):
                return lane
        return self.rest

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        lane = self.lane(environ.get("PATH_INFO", "/"))
        if lane is None:
            return self.application(environ, start_response)
        application = self.rest_application if lane is self.rest else self.application
        try:
            status, headers, chunks = lane.run(partial(collect, application, environ))
        except Unavailable as reason:
            log.warning("answered 503: %s", reason)
            status, headers, chunks = (
                "503 Service Unavailable",
                AWAY_HEADERS,
                [self.away(environ.get("REQUEST_METHOD", "GET"))],
            )
        start_response(status, headers)
        return chunks
