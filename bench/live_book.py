"""Keeps account of what many streams are told: which lead's change each of them heard of, and when."""

import asyncio
import json
import time
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, cast

AGAIN_SECONDS = 0.5  # before a stream that was cut off comes back


class Book:
    """`leads` in the order in which they change; `begun` and `committed` when. Frames have numbers.

    One that tells everybody the same comes to all of them as the same bytes: it is read once.
    """

    def __init__(self, leads: Sequence[str]) -> None:
        self.leads = leads
        self.begun: list[float] = []
        self.committed: list[float] = []
        self.places = {lead: place for place, lead in enumerate(leads)}
        self.numbers: dict[bytes, int] = {}
        self.told: list[tuple[int, ...] | None] = []  # by number: places of leads; None: read everything anew

    def number(self, frame: bytes) -> int:
        found = self.numbers.get(frame)
        if found is None:
            found = self.numbers[frame] = len(self.told)
            self.told.append(self.read(frame))
        return found

    def read(self, frame: bytes) -> tuple[int, ...] | None:
        fields = dict(line.split(b": ", 1) for line in frame.split(b"\n"))
        if fields.get(b"event") == b"reset":
            return None
        data = json.loads(fields[b"data"]) or {}
        if "all" in data:
            return None
        return tuple(self.places[lead] for lead in data.get("leads", ()) if lead in self.places)

    def missing(self, reader: "HeldReader") -> int:
        """How many leads the stream was never told of, nor to read everything anew after they changed."""
        heard = bytearray(len(self.leads))
        for number, at in zip(reader.frames, reader.times, strict=True):
            places = self.told[number]
            if places is None:
                before = bisect_left(self.committed, at)
                heard[:before] = b"\1" * before
            else:
                for place in places:
                    heard[place] |= place < len(self.begun) and at >= self.begun[place]
        return heard.count(0)

    def waits(self, reader: "HeldReader", every: int) -> list[float]:
        """Milliseconds from the commit to the first word of it, for each so-many-th lead."""
        first: dict[int, float] = {}
        for number, at in zip(reader.frames, reader.times, strict=True):
            for place in self.told[number] or ():
                if place % every == 0 and at >= self.begun[place]:
                    first.setdefault(place, at)
        return [1000 * (at - self.committed[place]) for place, at in first.items()]


class HeldReader(asyncio.Protocol):
    """A stream as a browser holds it: what is cut off comes back with the last id."""

    def __init__(self, port: int, cookies: str, book: Book) -> None:
        self.port, self.cookies, self.book = port, cookies, book
        self.ready = asyncio.Event()
        self.frames, self.times = array("L"), array("d")
        self.last_id, self.came = b"", 0
        self.closing = False

    async def open(self) -> None:
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.port)
        await self.ready.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.rest, self.text, self.in_head = b"", b"", True
        self.came += 1
        last = b"Last-Event-ID: " + self.last_id + b"\r\n" if self.last_id else b""
        head = f"GET /live/events?age=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookies}\r\n"
        self.transport.write(head.encode() + last + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        if self.in_head:
            head, found, self.rest = self.rest.partition(b"\r\n\r\n")
            if not found:
                self.rest = head
                return
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                self.transport.close()
                return
            self.in_head = False
        self.take_chunks()

    def take_chunks(self) -> None:
        while (end := self.rest.find(b"\r\n")) >= 0:
            size = int(self.rest[:end], 16)
            if not size:
                self.transport.close()
                return
            if len(self.rest) < end + size + 4:
                break
            self.text += self.rest[end + 2 : end + 2 + size]
            self.rest = self.rest[end + size + 4 :]
        *frames, self.text = self.text.split(b"\n\n")
        for frame in frames:
            self.hear(frame)

    def hear(self, frame: bytes) -> None:
        if frame.startswith(b"event: ready"):
            self.ready.set()
        if frame.startswith(b"id: ") or b"\nid: " in frame:
            self.last_id = frame.partition(b"id: ")[2].split(b"\n", 1)[0]
        self.frames.append(self.book.number(frame))
        self.times.append(time.monotonic())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closing:
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.come_back)

    def come_back(self) -> None:
        self.task: Any = asyncio.ensure_future(self.try_again())

    async def try_again(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.port)
        except OSError:
            self.connection_lost(None)

    def close(self) -> None:
        self.closing = True
        self.transport.close()
