"""Finished jobs are kept for a week, failed ones for a quarter of a year; then they make the table larger."""

from datetime import datetime, timedelta

from django.db import connection

KEPT, FAILED_KEPT, BEATS_KEPT = timedelta(days=7), timedelta(days=90), timedelta(days=1)
MOST_AT_ONCE = 5_000

PRUNE = """
    delete from procrastinate_jobs where id in (
        select id from procrastinate_jobs j
        where status = any (%(statuses)s::procrastinate_job_status[])
          and not exists (select from procrastinate_events e where e.job_id = j.id and e.at >= %(before)s)
        order by id limit %(most)s
        for update skip locked
    )
"""


def prune(now: datetime) -> int:
    """How many went. In short transactions, so that nobody waits; two workers do it for different jobs."""
    done = pruned(["succeeded", "cancelled", "aborted"], now - KEPT) + pruned(["failed"], now - FAILED_KEPT)
    with connection.cursor() as cursor:
        # Of duties that the code does not know any more.
        cursor.execute(
            "delete from duty_beats where coalesce(beat_at, failing_since) < %s", [now - BEATS_KEPT]
        )
    return done


def pruned(statuses: list[str], before: datetime) -> int:
    gone, last = 0, MOST_AT_ONCE
    with connection.cursor() as cursor:
        while last == MOST_AT_ONCE:
            cursor.execute(PRUNE, {"statuses": statuses, "before": before, "most": MOST_AT_ONCE})
            last = cursor.rowcount
            gone += last
    return gone
