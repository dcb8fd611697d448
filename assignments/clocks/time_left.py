"""The countdown of a lead, from what a query of many leads found (LeadQuerySet.with_deadline)."""

from datetime import datetime
from uuid import UUID

from assignments.calendars.book import compiled
from assignments.countdown import EVERY_HOUR, Countdown, countdown, paused


def time_left(
    *,
    deadline: datetime | None,
    hours: UUID | None,
    warn_at: datetime | None = None,
    on_hold: bool | None = False,
    now: datetime,
) -> Countdown | None:
    """`hours` is the version of the calendar that it was worked out by; where there is none, all hours count.

    `warn_at` is when the policy warns of it (Timed.warned_from), None where it does not. None where nobody
    waits, or nobody knows by when.
    """
    if on_hold:
        return paused()
    if deadline is None:
        return None
    return countdown(deadline, now, compiled(hours) if hours else EVERY_HOUR, warn_at)
