"""What a colleague decides about a job that failed: once more, or never."""

from django.db import IntegrityError, connection, transaction

from activity.kinds import Actor
from leads.exceptions import Refused
from leadsite.jobs.models import Job, JobLogEntry
from leadsite.jobs.tasks import RETRY, tell_workers


def try_again(*, job_id: int, actor: Actor) -> None:
    """Let a worker take it at once. Raises Refused: gone, not_failed, one_waits."""
    with transaction.atomic():
        job = failed(job_id)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(RETRY, [job.pk])
        except IntegrityError:
            raise Refused("one_waits") from None
        write(job, JobLogEntry.Kind.TRIED_AGAIN, actor, "")
        tell_workers(job.pk)


def give_up(*, job_id: int, actor: Actor, reason: str) -> None:
    """Never do it. Raises Refused: gone, not_failed."""
    with transaction.atomic(), connection.cursor() as cursor:
        job = failed(job_id)
        cursor.execute("update procrastinate_jobs set status = 'cancelled' where id = %s", [job.pk])
        write(job, JobLogEntry.Kind.GIVEN_UP, actor, reason)


def failed(job_id: int) -> Job:
    """The job, locked: of two clicks the second finds it not failed any more."""
    job = Job.objects.select_for_update(of=("self",)).filter(pk=job_id).first()
    if job is None:
        raise Refused("gone")
    if job.status != "failed":
        raise Refused("not_failed", job.status)
    return job


def write(job: Job, kind: JobLogEntry.Kind, actor: Actor, message: str) -> None:
    JobLogEntry.objects.create(job=job, kind=kind, attempt=job.attempts, actor_id=actor.id, message=message)
