"""Reads a request's body before anything works on it: whoever sends it slowly holds up only themselves.

A thread that reads from a slow client is lost to everybody else for that time, so few may read at once, and
fewer for one address: that is for other servers that run leadsite.wsgi. Under our own an event loop has read
the body before, no thread ever waits here, and what bodies take up in memory is bounded by what they say of
their length (leadsite/body_room.py), which counts no threads. So one bound cannot stand in for the other. A
proxy that buffers requests is the better defence (docs/deploy.md).
"""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 1024 * 1024
# Of the 32 threads of a worker. A body in one packet is read in microseconds: customers behind one address
# (a proxy that is not in TRUSTED_PROXIES) do not meet here, those who send slowly do.
READERS, READERS_PER_ADDRESS = 24, 12
BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
PLAIN = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]


class Crowded(Exception):
    """Too many are sending a body at this moment, in all or from this address."""


class Bodies:
    """A WSGI application whose inner one finds the whole body in memory."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.lock = threading.Lock()
        self.reading: Counter[str] = Counter()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = declared(environ)
        if length > LARGEST_BODY:
            return refuse(start_response, "413 Content Too Large", "This is more than we can read at once.")
        if environ.get("REQUEST_METHOD") in BODILESS or not length:
            environ["wsgi.input"] = BytesIO()
            return self.application(environ, start_response)
        try:
            with self.place(environ.get("REMOTE_ADDR", "")):
                environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        except Crowded:
            return refuse(start_response, "503 Service Unavailable", "Please try again in a moment.")
        return self.application(environ, start_response)

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        with self.lock:
            if self.reading.total() >= READERS or self.reading[address] >= READERS_PER_ADDRESS:
                raise Crowded
            self.reading[address] += 1
        try:
            yield
        finally:
            with self.lock:
                self.reading[address] -= 1
                self.reading += Counter()  # forgets addresses that read no more


def declared(environ: WSGIEnvironment) -> int:
    """The body's length; a chunked one has none and counts as too long."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return LARGEST_BODY + 1
    try:
        return max(0, int(environ.get("CONTENT_LENGTH") or 0))
    except ValueError:
        return 0


def refuse(start_response: StartResponse, status: str, sentence: str) -> list[bytes]:
    start_response(status, PLAIN)
    return [sentence.encode()]
