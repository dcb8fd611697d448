"""Jobs as the database has them."""

import json
from datetime import datetime

from leadsite.jobs.models import Job
from tests.database.access import one, run
from tests.leadsite.jobs.chores import chore


def job(
    task: str = chore.name,
    *,
    status: str = "todo",
    attempts: int = 0,
    worker: int | None = None,
    lock: str | None = None,
    at: datetime | None = None,
    **facts: object,
) -> Job:
    key = one(
        "insert into procrastinate_jobs"
        " (queue_name, task_name, args, status, attempts, worker_id, queueing_lock, scheduled_at)"
        " values ('default', %s, %s, %s, %s, %s, %s, %s) returning id",
        task, json.dumps(facts), status, attempts, worker, lock, at,
    )  # fmt: skip
    return Job.objects.get(pk=key)


def worker(*, silent_for: float = 0.0) -> int:
    """A worker whose last heartbeat was so many seconds ago."""
    key: int = one(
        "insert into procrastinate_workers (last_heartbeat)"
        " values (clock_timestamp() - make_interval(secs => %s)) returning id",
        silent_for,
    )
    return key


def finished(found: Job, *, days_ago: float) -> Job:
    """The same, everything about it so long ago."""
    run("insert into procrastinate_events (job_id, type, at) values (%s, 'succeeded', now())", found.pk)
    run(
        "update procrastinate_events set at = now() - make_interval(secs => %s) where job_id = %s",
        days_ago * 86_400,
        found.pk,
    )
    return found


def status(found: Job) -> str:
    return str(one("select status::text from procrastinate_jobs where id = %s", found.pk))


def said(found: Job) -> list[tuple[str, str]]:
    """The log of the job: what kind, and what was said."""
    return list(found.log.order_by("at").values_list("kind", "message"))
