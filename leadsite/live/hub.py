"""The hub: who listens, what they are told, and that they still may.

Everything here runs in one event loop. What asks the database does so in two threads: the ear, whose one
connection serves all readers, and the desk, which lets readers in and looks for what they have missed; it has
a connection only while it does.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from leads.intake import watchdog
from leadsite.bulkhead import open_socket
from leadsite.live import admission, reading
from leadsite.live.cursors import Cursor
from leadsite.live.models import KEPT
from leadsite.live.moments import Moments
from leadsite.live.presence import GATHER_SECONDS, GRACE_SECONDS, Presence, owners_of
from leadsite.live.reading import Batch
from leadsite.live.telling import Sees, frame, told
from leadsite.live.wire import Asked, Wire

log = logging.getLogger(__name__)
T = TypeVar("T")

BEAT_SECONDS = 20.0
CHECK_SECONDS = 20.0  # how often it is asked whether readers may still listen
UNSURE_SECONDS = 45.0  # without an answer to that, nobody is told anything
DESK_SECONDS = 5.0
SPARE = 300  # seconds of what is kept that are not promised

READY, AWAY, RESET = (frame(kind=kind) for kind in ("ready", "away", "reset"))
BYE = frame(kind="bye")


class Hub:
    """`pulse` is called with each beat while the database is heard."""

    def __init__(self, pulse: Callable[[], None] = lambda: None) -> None:
        self.pulse = pulse
        self.loop = asyncio.get_running_loop()
        self.readers: set[Wire] = set()
        self.presence = Presence()
        self.waiting: set[Wire] = set()  # to be let in
        self.knocked = asyncio.Event()
        self.moments = Moments()
        self.hears = False
        self.hears_since = 0  # by the database's clock
        self.begun = asyncio.Event()  # the ear knows how far the database is
        self.checked_at = 0.0
        self.moves = 0  # batches with leads that somebody looks at
        self.desk = ThreadPoolExecutor(1, thread_name_prefix="desk")

    # --- the wires -----------------------------------------------------------
    def arrived(self, wire: Wire) -> None:
        self.waiting.add(wire)
        self.knocked.set()

    def left(self, wire: Wire) -> None:
        self.waiting.discard(wire)
        self.readers.discard(wire)
        self.loop.call_later(GRACE_SECONDS, self.presence.leave, wire)

    def looks(self, asked: Asked) -> bool:
        """Whether the stream is here whose browser shows other leads now."""
        name = (asked.session, asked.stream)
        found = [
            wire for wire in self.readers if wire.asked and (wire.asked.session, wire.asked.stream) == name
        ]
        for wire in found if asked.stream else []:
            self.presence.claim(wire, asked.looks)
        return bool(found and asked.stream)

    # --- the ear, from its own thread ----------------------------------------
    def tell(self, batch: Batch) -> None:
        asyncio.run_coroutine_threadsafe(self.tell_all(batch), self.loop).result()

    def heard(self, cursor: Cursor) -> None:
        self.loop.call_soon_threadsafe(self.now_hears, cursor)

    def has_readers(self) -> bool:
        return bool(self.readers)

    def deaf(self) -> None:
        self.loop.call_soon_threadsafe(self.now_deaf)

    # --- in the loop ---------------------------------------------------------
    async def tell_all(self, batch: Batch) -> None:
        if time.monotonic() - self.checked_at > UNSURE_SECONDS:
            await self.check()
        leads = [lead for event in batch.events or () for lead in event.leads]
        self.presence.moved(leads, batch.owners)
        if batch.events is None:
            self.presence.changed.set()
        self.moves += batch.events is None or not self.presence.leads().isdisjoint(leads)
        frames: dict[Sees, bytes | None] = {}
        for number, reader in enumerate(list(self.readers)):
            if reader.colleague is None:
                continue
            sees = reader.colleague.sees
            if sees not in frames:
                frames[sees] = told(batch, sees)
            if found := frames[sees]:
                reader.say(found)
            if number % 100 == 99:
                await asyncio.sleep(0)  # those who arrive meanwhile, and beats, have their turn

    def now_hears(self, cursor: Cursor) -> None:
        self.moments.note(cursor, time.monotonic())
        self.begun.set()
        if not self.hears:
            self.hears, self.hears_since = True, cursor.at
            self.say_to_all(READY)
            self.pulse()

    def now_deaf(self) -> None:
        if self.hears:
            self.hears = False
            self.say_to_all(AWAY)

    def say_to_all(self, said: bytes) -> None:
        for reader in list(self.readers):
            reader.say(said)

    async def beat(self) -> None:
        """So that a lost line is noticed on both sides; and how far those have come who were told nothing."""
        self.say_to_all(frame(kind="beat", cursor=self.moments.last))
        if self.hears:
            self.pulse()

    # --- what the desk does --------------------------------------------------
    async def open_door(self) -> None:
        """Let in who waits, all at once; not before it can be said what they have missed."""
        await self.begun.wait()
        await self.knocked.wait()
        self.knocked.clear()
        arrived, self.waiting = self.waiting, set()
        try:
            await self.let_in(arrived)
        except Exception:
            for wire in arrived:
                self.turn_away(wire)
            raise

    def turn_away(self, wire: Wire) -> None:
        """Who was let in and cannot be told what they missed would be told nothing, and all be held back."""
        if wire.colleague is None:
            wire.refuse(503)
        elif wire.held is not None:
            self.left(wire)
            wire.end()

    async def let_in(self, arrived: set[Wire]) -> None:
        known = await self.at_desk(partial(admission.admitted, keys_of(arrived), timezone.now()))
        welcome: list[Wire] = []
        for wire in arrived:
            colleague = known.get(wire.asked.session) if wire.asked else None
            if colleague is None:
                wire.refuse(403)
            elif not wire.transport.is_closing():
                wire.admit(colleague)
                welcome.append(wire)
        # From here on they are told what happens; it is held back until they know what happened before.
        self.readers.update(welcome)
        for wire in welcome:
            if wire.asked and wire.asked.looks:
                self.presence.claim(wire, wire.asked.looks)
        await self.catch_up(welcome)

    async def catch_up(self, welcome: list[Wire]) -> None:
        missed: dict[Cursor | None, list[Wire]] = {}
        for wire in welcome:
            missed.setdefault(self.begins_at(wire), []).append(wire)
        for cursor, wires in missed.items():
            batch = await self.at_desk(partial(missed_since, cursor, self.hears_since)) if cursor else None
            for wire in wires:
                wire.catch_up([*self.first_words(wire, batch), READY if self.hears else AWAY])

    def begins_at(self, wire: Wire) -> Cursor | None:
        """From where on a reader has to be told; None where nobody can say."""
        asked = wire.asked
        if asked is None or self.moments.last is None:
            return None
        if asked.since:
            cursor = Cursor.read(asked.since)
            kept = int(KEPT.total_seconds()) - SPARE
            return cursor if cursor and 0 <= self.moments.last.at - cursor.at < kept else None
        return self.moments.before(asked.age or 0.0, time.monotonic())

    def first_words(self, wire: Wire, batch: Batch | None) -> list[bytes]:
        if batch is None or wire.colleague is None:
            return [RESET]
        found = told(batch, wire.colleague.sees)
        return [found] if found else [frame(kind="beat", cursor=batch.cursor)]

    async def check(self) -> None:
        """Cut off who has signed out, and whose permission is gone; see anew whose leads the others see."""
        readers = list(self.readers)
        known = await self.at_desk(partial(admission.admitted, keys_of(readers), timezone.now()))
        self.checked_at = time.monotonic()
        for reader in readers:
            colleague = known.get(reader.asked.session) if reader.asked else None
            if colleague is None:
                self.left(reader)
                reader.end(BYE)
            reader.colleague = colleague
        await self.look_around()
        self.presence.doubt()

    async def notice(self) -> None:
        """Who looks at other leads now; some at a time."""
        await self.presence.when_changed()
        await asyncio.sleep(GATHER_SECONDS)
        await self.look_around()

    async def look_around(self) -> None:
        """Whose the leads are that somebody looks at, and so who may know who does. One that changes hands
        meanwhile may have been read before: then it is asked again."""
        moves = -1
        while moves != self.moves:
            moves, leads = self.moves, self.presence.leads()
            owners = await self.at_desk(partial(owners_of, leads)) if leads else {}
        self.presence.settle(owners)

    async def at_desk(self, work: Callable[[], T]) -> T:
        return await self.loop.run_in_executor(self.desk, guarded, work)

    # --- its life ------------------------------------------------------------
    async def again_and_again(self, deed: Callable[[], Awaitable[Any]], pause: float) -> None:
        """Whatever it meets: the database may be what failed."""
        while True:
            await asyncio.sleep(pause)
            try:
                await deed()
            except Exception as error:
                log.warning("the live hub could not %s: %s", deed.__name__, type(error).__name__)
            self.desk.submit(leave)

    def end(self) -> None:
        for wire in [*self.readers, *self.waiting]:
            wire.end()


def keys_of(wires: "set[Wire] | list[Wire]") -> set[str]:
    return {wire.asked.session for wire in wires if wire.asked and wire.asked.session}


def guarded(work: Callable[[], T]) -> T:
    """At the desk's own connection, which is cut where it says nothing."""
    connection.close_if_unusable_or_obsolete()
    try:
        with watchdog.guard(open_socket(), DESK_SECONDS):
            return work()
    finally:
        connection.close_if_unusable_or_obsolete()


def leave() -> None:
    """This thread's own connection, that of the desk."""
    connection.close()


def missed_since(cursor: Cursor, heard_since: int) -> Batch:
    """`heard_since`: from when on the ear has heard without a break; the server may have fallen before."""
    connection.ensure_connection()
    return reading.since(connection.connection, cursor, fell=cursor.at <= heard_since)
