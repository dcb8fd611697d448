"""How far the database was at which moment: a page just opened says how old it is and misses nothing."""

from collections import deque

from leadsite.live.cursors import Cursor

MOST, APART_SECONDS = 600, 0.5  # five minutes at least
SPARE_SECONDS = 1.0  # a page is a little older than it knows


class Moments:
    def __init__(self) -> None:
        self.last: Cursor | None = None
        self.noted: deque[tuple[float, Cursor]] = deque(maxlen=MOST)

    def note(self, cursor: Cursor, now: float) -> None:
        self.last = cursor
        if not self.noted or now - self.noted[-1][0] >= APART_SECONDS:
            self.noted.append((now, cursor))

    def before(self, age: float, now: float) -> Cursor | None:
        """The last one known that many seconds ago; None: nobody knows any more, or did not yet."""
        moment = now - age - SPARE_SECONDS
        return next((cursor for at, cursor in reversed(self.noted) if at <= moment), None)
