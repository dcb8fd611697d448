"""One attempt at a job, and what follows when it fails."""

import random
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connection, reset_queries
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from leads.intake import watchdog
from leadsite.bulkhead import open_socket
from leadsite.jobs.tasks import TASKS, Task

LONGEST_PAUSE_SECONDS = 3600.0


class Attempts(BaseRetryStrategy):
    """Pauses of about 3, 9, 27, … seconds, at most an hour, until the task's attempts are used up."""

    def __init__(self, task: Task) -> None:
        self.most = task.attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        made = job.attempts + 1
        if made >= self.most:
            return None
        pause = min(3.0**made, LONGEST_PAUSE_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311  # spreads the load
        return RetryDecision(retry_in={"seconds": max(1, round(pause))})


def attempt(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Procrastinate calls this around each job, in the job's thread: its connection lives there."""
    close_old_connections()
    try:
        with watchdog.guard(open_socket(), TASKS[context.job.task_name].seconds):
            return call_next()
    except BaseException:
        connection.close()
        raise
    finally:
        reset_queries()
