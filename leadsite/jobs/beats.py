"""When each duty was last done, and since when it fails: told to /health by way of the database."""

from django.db import connection

from leadsite.jobs.duties import Duty

EVERY_SECONDS = 5.0  # at most so often is it written, however often the duty is done
SLACK_SECONDS = 60.0  # beyond what a round and the pause after it may take

DONE = """
    insert into duty_beats (name, beat_at, late_at)
    values (%s, clock_timestamp(), clock_timestamp() + make_interval(secs => %s))
    on conflict (name) do update
    set beat_at = excluded.beat_at, late_at = excluded.late_at, failing_since = null, error = ''
"""
FAILED = """
    insert into duty_beats (name, failing_since, error) values (%s, clock_timestamp(), %s)
    on conflict (name) do update
    set failing_since = coalesce(duty_beats.failing_since, excluded.failing_since), error = excluded.error
"""


def done(duty: Duty) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DONE, [duty.name, duty.every + duty.seconds + SLACK_SECONDS])


def failed(duty: Duty, error: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [duty.name, error])
