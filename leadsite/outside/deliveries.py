"""What a provider's webhook brings, and what the part that knows the provider makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

TOLERANCE = timedelta(minutes=5)  # between the clocks of a provider and ours, its network included


@dataclass(frozen=True)
class Delivery:
    """`url` is as the provider called it, `headers` by their names in lower case."""

    url: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True)
class Signed:
    """Who sent it is proved. `at`: when, where the signature covers that; `id`: what a repetition shares.

    Without `at` a repetition is the provider's own for as long as the provider repeats what was not answered
    (`repeated_for`), and a stranger's afterwards. It is known as one for as long as `known_for`.
    """

    id: str
    at: datetime | None = None
    repeated_for: timedelta = TOLERANCE
    known_for: timedelta = timedelta(days=14)


@dataclass(frozen=True)
class Reply:
    body: str = ""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"


class Unsigned(Exception):
    """Not from the provider, as far as we can tell; says why, without what was sent."""


class Replayed(Exception):
    """The provider said it once, and this is not the provider again; says why, without what was sent."""


class Unreadable(Exception):
    """From the provider, and not to be understood; says why, without what was sent."""


class Hook(Protocol):
    def verify(self, delivery: Delivery) -> Signed:
        """Raises Unsigned. Called before anything is read or stored."""
        ...

    def take(self, delivery: Delivery) -> Reply:
        """Store it and leave the work to a job, in one transaction with the note that it was taken.

        Raises Unreadable.
        """
        ...


class Greeting(Protocol):
    """What a hook has besides where the provider asks by GET whether it is ours."""

    def greet(self, delivery: Delivery) -> Reply:
        """Raises Unsigned."""
        ...
