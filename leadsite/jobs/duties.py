"""Duties: what the worker does again and again, each in a thread and with a connection of its own.

    @duty("route-leads", title=_("Give new leads their owners"), every=5, channel="leads_to_route")
    def route(now: datetime) -> bool:
        ...  # claim with SKIP LOCKED: other workers do the same at the same moment
        return there_may_be_more

It is called at once on a NOTIFY of its channel, at least every so many seconds, and again at once while it
returns True; never before the rest that it asks for is over. An error is logged and tried again after a
growing pause, for as long as it takes.
The module that holds a duty is named in settings.JOB_MODULES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

Round = Callable[[datetime], bool | None]


@dataclass(frozen=True)
class Duty:
    """`every`: the longest pause between two rounds, in seconds. `seconds`: after that a round that waits for
    the database has its connection cut. `rest`: the shortest pause, so that notices which follow each other
    closely are answered by one round, and what else runs on the host has its turn.
    """

    name: str
    title: str | Promise
    round: Round
    every: float
    channel: str
    seconds: float
    rest: float = 0.0


DUTIES: dict[str, Duty] = {}


def duty(
    name: str,
    *,
    title: str | Promise,
    every: float,
    channel: str = "",
    seconds: float = 30.0,
    rest: float = 0.0,
) -> Callable[[Round], Round]:
    """Declare a duty. Its name is kept in the database, with the time of its last round."""

    def declare(round: Round) -> Round:
        if name in DUTIES:
            raise ValueError(f"two duties are called {name}")
        DUTIES[name] = Duty(name, title, round, every, channel, seconds, rest)
        return round

    return declare
