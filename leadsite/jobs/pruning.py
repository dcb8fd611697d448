"""Finished jobs are kept for a week, failed ones for a quarter of a year; then they make the table larger."""

from datetime import datetime, timedelta
from functools import partial

from django.db import connection

from leadsite.forgetting import in_pieces

KEPT, FAILED_KEPT, BEATS_KEPT = timedelta(days=7), timedelta(days=90), timedelta(days=1)

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
    """How many went. Two workers do it for different jobs."""
    done = in_pieces(partial(pruned, ["succeeded", "cancelled", "aborted"], now - KEPT))
    done += in_pieces(partial(pruned, ["failed"], now - FAILED_KEPT))
    with connection.cursor() as cursor:
        # Of duties that the code does not know any more.
        cursor.execute(
            "delete from duty_beats where coalesce(beat_at, failing_since) < %s", [now - BEATS_KEPT]
        )
    return done


def pruned(statuses: list[str], before: datetime, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, {"statuses": statuses, "before": before, "most": most})
        return int(cursor.rowcount)
