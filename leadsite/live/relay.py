"""The web workers' side of a stream: what the hub says is passed on, byte for byte, without a thread."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from leadsite.live.wire import HERE, PATH

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST = 1_024  # streams of a worker: the rest of its connections are for customers
ANSWER_SECONDS = 8.0  # the hub itself gives up before
PIECE = 16 * 1024
PASSED_ON = (b"cookie", b"last-event-id", b"sec-fetch-site")
AWAY = b"Live updates are not to be had at this moment."
PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]


class Relay:
    """An ASGI application; `hub` is the file of the hub's socket, None where there is no hub."""

    def __init__(self, hub: Path | None) -> None:
        self.hub = hub
        self.streams = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The path comes decoded: another one might bring lines of its own into what the hub is asked.
        if self.hub is None or scope["path"] not in (PATH, HERE):
            return await answer(send, 404)
        if self.streams >= MOST:
            return await answer(send, 503)
        self.streams += 1
        try:
            return await self.pass_on(self.hub, scope, receive, send)
        finally:
            self.streams -= 1

    async def pass_on(self, hub: Path, scope: Scope, receive: Receive, send: Send) -> None:
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader, writer = await asyncio.open_unix_connection(hub)
                writer.write(request(scope))
                head = await reader.readuntil(b"\r\n\r\n")
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            if writer is not None:
                writer.close()
            return await answer(send, 503)
        try:
            await send(started(head))
            await until_either_ends(reader, receive, send)
        finally:
            writer.close()


async def until_either_ends(reader: asyncio.StreamReader, receive: Receive, send: Send) -> None:
    said = asyncio.ensure_future(say_all(reader, send))
    gone = asyncio.ensure_future(hung_up(receive))
    try:
        await asyncio.wait({said, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        said.cancel()
        gone.cancel()


async def say_all(reader: asyncio.StreamReader, send: Send) -> None:
    while piece := await reader.read(PIECE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def request(scope: Scope) -> bytes:
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    first = b" ".join([scope["method"].encode(), scope["path"].encode() + query, b"HTTP/1.1"])
    kept = [name + b": " + value for name, value in scope["headers"] if name in PASSED_ON]
    return b"\r\n".join([first, *kept, b"", b""])


def started(head: bytes) -> dict[str, Any]:
    first, *lines = head.split(b"\r\n\r\n")[0].split(b"\r\n")
    pairs = [line.split(b": ", 1) for line in lines]
    headers = [(name.lower(), value) for name, value in pairs if name != b"Connection"]
    return {"type": "http.response.start", "status": int(first.split(b" ")[1]), "headers": headers}


async def answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": PLAIN})
    await send({"type": "http.response.body", "body": AWAY, "more_body": False})
