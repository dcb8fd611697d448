"""Which providers are left alone at this moment: for the page of jobs and for /health."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

OPEN = """
    select name, opened_at, probe_at, reason from circuit_breakers
    where opened_at is not null order by opened_at
"""


@dataclass(frozen=True)
class Rest:
    """A provider that failed and is asked again at `probe_at`, by one call."""

    name: str
    since: datetime
    probe_at: datetime
    reason: str

    @property
    def title(self) -> str:
        return self.name.capitalize()


def read(cursor: CursorWrapper) -> list[Rest]:
    cursor.execute(OPEN)
    return [Rest(*row) for row in cursor.fetchall()]


def report(resting: list[Rest] | None) -> dict[str, Any]:
    """As /health says it; None: nobody knows, with the database away."""
    if resting is None:
        return {"status": "unknown"}
    told = {
        one.name: {"since": one.since.isoformat(), "next_try": one.probe_at.isoformat(), "reason": one.reason}
        for one in resting
    }
    return {"status": "degraded" if told else "up", "resting": told}
