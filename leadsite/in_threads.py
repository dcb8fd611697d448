"""Serves a WSGI application to an ASGI server: the event loop reads the body, a thread does the work.

Whoever sends a body slowly, or takes an answer slowly, holds no thread. What bodies take up is bounded
(leadsite/body_room.py).
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

from leadsite.bodies import LARGEST_BODY, Crowded
from leadsite.body_room import BodyRoom
from leadsite.bulkhead import collect
from leadsite.live.relay import Receive, Scope, Send

ALWAYS: WSGIEnvironment = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}
OWN_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class HungUp(Exception):
    """The client is gone before its request was there."""


class Unread:
    """The body of a request for which there is no room: leadsite/bodies.py turns it away."""

    def read(self, length: int = -1) -> bytes:
        raise Crowded


class InThreads:
    """An ASGI application that has a WSGI one answer, in so many threads at most.

    `asker` says from whose address a request comes: a trusted proxy is nobody.
    """

    def __init__(
        self, application: WSGIApplication, threads: int, *, asker: Callable[[WSGIEnvironment], str]
    ) -> None:
        self.application = application
        self.asker = asker
        self.room = BodyRoom()
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = environ(scope)
        try:
            with self.room.holding(self.asker(asked), length(scope)):
                asked["wsgi.input"] = BytesIO(await whole_body(scope, receive))
                await self.answer(asked, send)
        except Crowded:
            asked["wsgi.input"] = Unread()
            await self.answer(asked, send)
        except HungUp:
            return

    async def answer(self, asked: WSGIEnvironment, send: Send) -> None:
        work = self.executor.submit(run, self.application, asked)
        status, headers, answer = await asyncio.wrap_future(work)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer, "more_body": False})


async def whole_body(scope: Scope, receive: Receive) -> bytes:
    """As far as we read one: what is longer is refused by what it says of itself (leadsite/bodies.py)."""
    if not length(scope):
        return b""
    pieces: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HungUp
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def length(scope: Scope) -> int:
    """Of the body that is to be read, in bytes; 0 where there is none and where it will be refused."""
    headers = dict(scope["headers"])
    said = headers.get(b"content-length", b"0")
    if b"transfer-encoding" in headers or not said.isdigit() or int(said) > LARGEST_BODY:
        return 0
    return int(said)


def environ(scope: Scope) -> WSGIEnvironment:
    """PEP 3333's view of an ASGI scope, but for its body."""
    host, port = scope.get("server") or ("localhost", 0)
    return {
        **ALWAYS,
        **named(scope["headers"]),
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": path(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_SOFTWARE": "Granian",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.url_scheme": scope["scheme"],
    }


def path(scope: Scope) -> str:
    raw: bytes | None = scope.get("raw_path")
    return (unquote_to_bytes(raw) if raw is not None else scope["path"].encode()).decode("latin-1")


def named(headers: Iterable[tuple[bytes, bytes]]) -> WSGIEnvironment:
    """A name with an underscore is left out: it would pass for one that a proxy of ours has set."""
    found: WSGIEnvironment = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = OWN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        joint = "; " if name == "cookie" else ","
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    return found


def run(
    application: WSGIApplication, environment: WSGIEnvironment
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and the whole answer."""
    status, headers, pieces = collect(application, environment)
    written = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return int(status.split(" ", 1)[0]), written, b"".join(pieces)
