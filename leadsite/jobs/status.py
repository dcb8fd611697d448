"""How the worker is, from the database: the part of /health that is about jobs and duties."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

COUNTED = 10_000  # more is "10000": counting a backlog to its end helps nobody
LATE_SECONDS = 300.0  # a job that could be taken and is not, for so long
SILENT_SECONDS = 3.0 * settings.JOB_STALLED_SECONDS

# The order of an index, where the count needs none: under row security the planner does not know how few rows
# a status has, and would read the table.
STATUS = """
    select
        (select extract(epoch from clock_timestamp() - max(last_heartbeat)) from procrastinate_workers),
        (select count(*) from procrastinate_workers
         where last_heartbeat > clock_timestamp() - make_interval(secs => %(silent)s)),
        (select count(*) from (
            select from procrastinate_jobs
            where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
            order by priority desc, id limit %(counted)s
        ) as due),
        (select count(*) from (
            select from procrastinate_jobs where status = 'failed' order by id limit %(counted)s
        ) as failed),
        (select extract(epoch from clock_timestamp() - min(since)) from (
            select coalesce(
                scheduled_at,
                (select min(at) from procrastinate_events e where e.job_id = j.id and e.type = 'deferred')
            ) as since
            from procrastinate_jobs j
            where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
            order by priority desc, id limit 100
        ) as first)
"""
DUTIES = """
    select name,
           extract(epoch from clock_timestamp() - beat_at),
           extract(epoch from clock_timestamp() - failing_since),
           coalesce(late_at < clock_timestamp(), true)
    from duty_beats order by name
"""


@dataclass(frozen=True)
class Beat:
    """A duty: how many seconds ago it was last done, and how long it has failed; None is never and not."""

    age_seconds: float | None
    failing_seconds: float | None
    late: bool


@dataclass(frozen=True)
class Status:
    """The age of the newest heartbeat of any worker (None: there is none), and what is to do."""

    heartbeat_age_seconds: float | None = None
    workers: int = 0
    waiting: int = 0
    failed: int = 0
    oldest_waiting_seconds: float | None = None
    duties: dict[str, Beat] = field(default_factory=dict)

    @property
    def state(self) -> str:
        if self.heartbeat_age_seconds is None:
            return "absent"
        return "up" if self.workers else "silent"

    def is_well(self) -> bool:
        late = (self.oldest_waiting_seconds or 0) >= LATE_SECONDS
        idle = any(beat.late for beat in self.duties.values())
        return self.state == "up" and not (self.failed or late or idle)


def read(cursor: CursorWrapper) -> Status:
    """Two short statements; raises DatabaseError."""
    cursor.execute(STATUS, {"silent": SILENT_SECONDS, "counted": COUNTED})
    age, workers, waiting, failed, oldest = cursor.fetchone()
    cursor.execute(DUTIES)
    duties = {
        name: Beat(rounded(at), rounded(failing), late) for name, at, failing, late in cursor.fetchall()
    }
    return Status(rounded(age), workers, waiting, failed, rounded(oldest), duties)


def rounded(seconds: Any) -> float | None:
    return None if seconds is None else round(float(seconds), 1)


def report(status: Status | None) -> dict[str, Any]:
    """As /health says it; None: nobody knows, with the database away."""
    if status is None:
        return {"status": "unknown"}
    return {
        "status": status.state,
        "heartbeat_age_seconds": status.heartbeat_age_seconds,
        "workers": status.workers,
        "waiting": status.waiting,
        "oldest_waiting_seconds": status.oldest_waiting_seconds,
        "failed": status.failed,
        "duties": {name: vars(beat) for name, beat in status.duties.items()},
    }
