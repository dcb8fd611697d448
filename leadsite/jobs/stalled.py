"""Jobs whose worker is gone, which are done again.

Gone is who has written no heartbeat for JOB_STALLED_SECONDS while the database took heartbeats all that time:
after an outage everybody is given that long to say that they live.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from leadsite.jobs import attempts
from leadsite.jobs.models import Job, JobLogEntry
from leadsite.jobs.tasks import RETRY, tell_workers

EVERY_SECONDS = settings.JOB_STALLED_SECONDS / 4
MOST_ATTEMPTS = 10  # a job that takes its worker down each time is not tried for ever
AT_ONCE = 100

GONE = "Its worker was gone before it was done."
ONE_WAITS = "Its worker was gone before it was done; another job waits that does the same."
TOO_OFTEN = "Its worker was gone, as so often before: it may be what takes workers down."


@dataclass
class Watch:
    """What a worker's process knows from one round to the next: `seen` are moments of its own clock."""

    last_round: float = float("-inf")
    steady_since: float = 0.0
    idle_since: dict[int, float] = field(default_factory=dict)

    def is_steady(self, seen: float) -> bool:
        """Whether the database was there all the time for long enough."""
        if seen - self.last_round > 3 * EVERY_SECONDS:
            self.steady_since = seen
        self.last_round = seen
        return seen - self.steady_since >= settings.JOB_STALLED_SECONDS

    def left_lying(self, held: set[int], seen: float) -> set[int]:
        """Jobs that this process holds and no thread has worked on for long enough.

        The connection may break just as a job's end is written down: its worker lives on, and nobody else
        would ever look at the job again.
        """
        idle = held - attempts.at_work
        self.idle_since = {job_id: self.idle_since.get(job_id, seen) for job_id in idle}
        return {job_id for job_id, at in self.idle_since.items() if seen - at >= settings.JOB_STALLED_SECONDS}


watch = Watch()


def retry_stalled(now: datetime) -> bool:
    """Put stalled jobs back, and forget workers that are gone. Two workers do it for different jobs."""
    seen = time.monotonic()
    held = set(Job.objects.at_work().filter(worker__in=attempts.own_workers).values_list("pk", flat=True))
    lying = watch.left_lying(held, seen)
    if not watch.is_steady(seen):
        return False
    before = now - timedelta(seconds=settings.JOB_STALLED_SECONDS)
    with transaction.atomic():
        stalled = Job.objects.stalled(before) | Job.objects.at_work().filter(pk__in=lying)
        found = list(stalled.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        for job in found:
            put_back(job)
        if not found:
            forget_workers(before)
    return len(found) == AT_ONCE


def put_back(job: Job) -> None:
    if job.attempts + 1 >= MOST_ATTEMPTS:
        finish(job, "failed", TOO_OFTEN)
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(RETRY, [job.pk])
    except IntegrityError:
        finish(job, "aborted", ONE_WAITS)
        return
    note(job, GONE)
    tell_workers(job.pk)


def finish(job: Job, status: str, why: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select procrastinate_finish_job_v1(%s, %s, false)", [job.pk, status])
    note(job, why)


def note(job: Job, why: str) -> None:
    JobLogEntry.objects.create(job=job, kind=JobLogEntry.Kind.STALLED, attempt=job.attempts + 1, message=why)


def forget_workers(before: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers where last_heartbeat < %s", [before])
