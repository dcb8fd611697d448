"""How much memory the bodies of requests may take up in a worker, in all and for one address.

The event loop reads them, so whoever sends one slowly holds no thread; but two thousand connections with a
megabyte each would be two gigabytes.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from leadsite.bodies import LARGEST_BODY, Crowded

ROOM = 64 * LARGEST_BODY
SHARE = ROOM // 4  # of one address: three thousand quotes at once, for a proxy that nobody named as one


class BodyRoom:
    """Counts what bodies say of their length, from before they are read until they are answered."""

    def __init__(self, room: int = ROOM, share: int = SHARE) -> None:
        self.left = room
        self.share = share
        self.held: Counter[str] = Counter()

    @contextmanager
    def holding(self, address: str, length: int) -> Iterator[None]:
        """Raises Crowded where there is no room for so many bytes."""
        if length > self.left or self.held[address] + length > self.share:
            raise Crowded
        self.left -= length
        self.held[address] += length
        try:
            yield
        finally:
            self.left += length
            self.held[address] -= length
            if not self.held[address]:
                del self.held[address]
