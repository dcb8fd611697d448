"""Is everything well? The facts behind /health, gathered within a bounded time whatever the database does."""

import time
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest

from activity.models import Activity
from assignments import alarms
from leads import intake
from leadsite.bulkhead import Lane, Unavailable
from leadsite.jobs import status
from leadsite.outside import resting
from leadsite.outside.resting import Rest

# An older record than this means that the drainer does not keep up: somebody should look.
LATE_SECONDS = 60.0
# A server without our tables, or without our right to read them, takes no quotes.
SIGN_OF_LIFE = "select exists (select from submissions)"
PROBE = Lane("health", threads=1, waiting=3, seconds=1.0)


@dataclass(frozen=True)
class Database:
    up: bool
    milliseconds: float | None = None
    jobs: status.Status | None = None
    alarms: dict[str, int] | None = None
    resting: list[Rest] | None = None
    stats: dict[str, Any] | None = None


def database(request: HttpRequest, *, token_fits: bool) -> Database:
    """Ask the database for a sign of life and, for those who may see them, its figures."""
    try:
        return PROBE.run(lambda: probe(request, token_fits=token_fits))
    except (Unavailable, DatabaseError, InterfaceError):
        return Database(up=False)


def probe(request: HttpRequest, *, token_fits: bool) -> Database:
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(SIGN_OF_LIFE)
        took = (time.perf_counter() - start) * 1000
        sees = token_fits or may_see_figures(request)
        return Database(
            up=True,
            milliseconds=round(took, 2),
            jobs=jobs_status(cursor),
            alarms=alarms_of(cursor),
            resting=providers_of(cursor),
            stats=dashboard_stats(cursor) if sees else None,
        )


def jobs_status(cursor: CursorWrapper) -> status.Status | None:
    """None in the middle of a migration: a database without jobs still takes quotes."""
    try:
        return status.read(cursor)
    except ProgrammingError:
        return None


def alarms_of(cursor: CursorWrapper) -> dict[str, int] | None:
    """None in the middle of a migration, as above."""
    try:
        return alarms.read(cursor)
    except ProgrammingError:
        return None


def providers_of(cursor: CursorWrapper) -> list[Rest] | None:
    """None in the middle of a migration, as above."""
    try:
        return resting.read(cursor)
    except ProgrammingError:
        return None


def may_see_figures(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_authenticated and user.is_staff)


def dashboard_stats(cursor: CursorWrapper) -> dict[str, Any]:
    cursor.execute("select get_dashboard_stats()")
    (stats,) = cursor.fetchone()
    # A time that nobody could read would otherwise be a follow-up that is silently never due.
    return {**stats, "without_due_time": Activity.objects.without_due_time().count()}


def report(found: Database, spool: intake.Status, *, version: str) -> dict[str, Any]:
    """The JSON of /health: what is well, what is not, and how much waits."""
    late = (spool.oldest_age_seconds or 0) >= LATE_SECONDS
    shut = spool.breaker["state"] == "open"
    works = found.jobs is not None and found.jobs.is_well()
    reached = found.resting is not None and not found.resting
    quiet = found.alarms is not None and not any(found.alarms.values())
    stored = spool.writable and not (spool.parked or late or spool.lost or shut)
    well = found.up and works and quiet and reached and stored
    answer: dict[str, Any] = {
        "status": "healthy" if well else "degraded",
        "version": version,
        "services": {
            "web": {"status": "up"},
            "database": {"status": "up" if found.up else "down", "milliseconds": found.milliseconds},
            "worker": status.report(found.jobs),
            "providers": resting.report(found.resting),
            "deadlines": {"status": "up" if quiet else "degraded", **(found.alarms or {})},
            "spool": {
                "status": "up" if spool.writable else "down",
                "pending": spool.pending,
                "oldest_age_seconds": spool.oldest_age_seconds,
                "parked": spool.parked,
                "lost": spool.lost,
                "lines_of_last_resort": spool.lines,
                "suspects_counted": spool.suspects_counted,
            },
        },
        "breaker": spool.breaker,
    }
    if found.stats is not None:
        answer["database_stats"] = found.stats
    return answer
