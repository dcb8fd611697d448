"""One attempt at a job, and what follows when it fails."""

import logging
import random
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, reset_queries
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job as Taken
from procrastinate.worker import Worker

from leads.intake import watchdog
from leadsite.bulkhead import open_socket
from leadsite.jobs import failures
from leadsite.jobs.models import JobLogEntry
from leadsite.jobs.tasks import TASKS, Task

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 3600.0

# Of this process, for leadsite.jobs.stalled: the jobs that a thread works on, and the workers it has been.
at_work: set[int] = set()
own_workers: set[int] = set()


class Attempts(BaseRetryStrategy):
    """Pauses of about 3, 9, 27, … seconds, at most an hour, until the task's attempts are used up."""

    def __init__(self, task: Task) -> None:
        self.most = task.attempts

    def get_retry_decision(self, *, exception: BaseException, job: Taken) -> RetryDecision | None:
        made = job.attempts + 1
        if made >= self.most:
            return None
        pause = min(3.0**made, LONGEST_PAUSE_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311  # spreads the load
        return RetryDecision(retry_in={"seconds": max(1, round(pause))})


def attempt(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Procrastinate calls this around each job, in the job's thread: its connection lives there."""
    job = context.job
    note_at_work(job, worker)
    close_old_connections()
    try:
        with watchdog.guard(open_socket(), TASKS[job.task_name].seconds):
            return call_next()
    except Exception as error:
        remember(job, error)
        raise
    finally:
        at_work.discard(job.id or 0)
        reset_queries()


def note_at_work(job: Taken, worker: Worker) -> None:
    at_work.add(job.id or 0)
    if worker.worker_id is not None:
        own_workers.add(worker.worker_id)


def remember(job: Taken, error: Exception) -> None:
    """Write down why, which procrastinate does not. With the database away the log has it alone."""
    assert job.id is not None  # noqa: S101  # it comes from the database
    connection.close_if_unusable_or_obsolete()
    try:
        JobLogEntry.objects.create(
            job_id=job.id,
            kind=JobLogEntry.Kind.FAILED,
            attempt=job.attempts + 1,
            message=failures.in_one_line(error),
            traceback=failures.in_full(error),
        )
    except (DatabaseError, InterfaceError) as trouble:
        log.warning("why job %s failed could not be written down: %s", job.id, type(trouble).__name__)
        connection.close()
