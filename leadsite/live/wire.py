"""The hub's side of a connection: one request for a stream, then frames until somebody hangs up.

A stream is a transport and this object, no task and no queue: a thousand of them cost little.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.http.cookie import parse_cookie

from leadsite.live.admission import Colleague

PATH, HERE = "/live/events", "/live/here"
MOST_LOOKS = 20  # leads that a browser shows at a time
LONGEST_HEAD = 16 * 1024  # bytes
MOST_UNREAD = 64 * 1024  # bytes that wait for a reader; who is slower than that starts again later

REASONS = {
    200: "OK", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 503: "Service Unavailable",
}  # fmt: skip
STREAM = "text/event-stream; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


Looks = Mapping[UUID, bool]  # the leads that a browser shows, and whether its reader writes there


@dataclass(frozen=True)
class Asked:
    """`since`: the cursor of what was told before; `age`, in seconds, of a page that was told nothing.

    `stream`: a name that the browser made up for it, which nobody else can know.
    """

    session: str
    since: str
    age: float | None
    stream: str = ""
    looks: Looks = field(default_factory=dict)


class Listeners(Protocol):
    def arrived(self, wire: "Wire") -> None: ...
    def left(self, wire: "Wire") -> None: ...
    def looks(self, asked: Asked) -> bool: ...


class Wire(asyncio.Protocol):
    """`asked` is known once the request is read. Frames `held` back wait for what happened before them."""

    def __init__(self, hub: Listeners) -> None:
        self.hub = hub
        self.head = b""
        self.asked: Asked | None = None
        self.colleague: Colleague | None = None
        self.held: list[bytes] | None = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self.asked is not None:
            return
        self.head += data
        if b"\r\n\r\n" in self.head:
            self.begin()
        elif len(self.head) > LONGEST_HEAD:
            self.refuse(400)

    def begin(self) -> None:
        head, self.head = self.head, b""
        try:
            (method, target, _), headers = parsed(head)
        except ValueError:
            return self.refuse(400)
        path = urlsplit(target).path
        if path not in (PATH, HERE):
            return self.refuse(404)
        if method != ("GET" if path == PATH else "POST"):
            return self.refuse(405)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return self.refuse(403)
        self.asked = asked(target, headers)
        if path == HERE:  # what a browser shows now; it has a stream already
            return self.refuse(204 if self.hub.looks(self.asked) else 404)
        return self.hub.arrived(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.hub.left(self)

    def refuse(self, status: int) -> None:
        self.answer(status, PLAIN)
        self.transport.close()

    def answer(self, status: int, kind: str) -> None:
        lines = (
            f"HTTP/1.1 {status} {REASONS[status]}", f"Content-Type: {kind}", "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff", "X-Accel-Buffering: no", "Connection: close",
        )  # fmt: skip
        self.transport.write("\r\n".join([*lines, "", ""]).encode())

    def admit(self, colleague: Colleague) -> None:
        self.colleague = colleague
        self.answer(200, STREAM)

    def say(self, frame: bytes) -> None:
        """Whoever does not read what was said before is cut off: they come back with their cursor."""
        if self.held is not None:
            self.held.append(frame)
        elif self.transport.get_write_buffer_size() > MOST_UNREAD:
            self.transport.abort()
        else:
            self.transport.write(frame)

    def catch_up(self, frames: list[bytes]) -> None:
        """Say what happened before the reader came, and then what was held back meanwhile."""
        held, self.held = self.held or [], None
        for frame in [*frames, *held]:
            self.say(frame)

    def end(self, last: bytes = b"") -> None:
        if last and not self.transport.is_closing():
            self.transport.write(last)
        self.transport.close()


def parsed(head: bytes) -> tuple[list[str], dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    method, target, version = first.split(" ")
    pairs = (line.split(":", 1) for line in lines)
    return [method, target, version], {name.strip().lower(): value.strip() for name, value in pairs}


def asked(target: str, headers: Mapping[str, str]) -> Asked:
    query = {name: values[-1] for name, values in parse_qs(urlsplit(target).query).items()}
    session = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    since = headers.get("last-event-id") or query.get("since", "")
    looks = dict.fromkeys(leads(query.get("leads", "")), False)
    looks |= {lead: True for lead in leads(query.get("writes", "")) if lead in looks}
    return Asked(session, since, seconds(query.get("age", "")), query.get("stream", ""), looks)


def leads(text: str) -> list[UUID]:
    """Nothing where anything else is among them."""
    try:
        return [UUID(key) for key in text.split(",") if key][:MOST_LOOKS]
    except ValueError:
        return []


def seconds(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 <= found < 1e9 else None
