"""What /health says of the worker."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from leadsite.jobs import beats, status
from leadsite.jobs.duties import Duty
from leadsite.jobs.models import DutyBeat
from leadsite.jobs.status import Beat, Status
from tests.database.access import run
from tests.leadsite.jobs.rows import job, worker

pytestmark = pytest.mark.django_db
ROUTE = Duty("route", "Route", bool, every=5.0, channel="", seconds=30.0)


def read() -> Status:
    with connection.cursor() as cursor:
        return status.read(cursor)


def test_nobody_is_there() -> None:
    assert read() == Status()
    assert read().state == "absent"


def test_a_worker_is_there() -> None:
    worker(silent_for=500)
    worker(silent_for=3)
    found = read()
    assert (found.state, found.workers, found.is_well()) == ("up", 1, True)
    assert found.heartbeat_age_seconds == pytest.approx(3, abs=1)


def test_a_worker_was_there() -> None:
    worker(silent_for=500)
    assert read().state == "silent"


def test_what_could_be_done_waits_and_what_is_for_later_does_not() -> None:
    job(at=timezone.now() - timedelta(minutes=2))
    job(at=timezone.now() + timedelta(minutes=2))
    job(status="doing")
    waits = job()
    run("update procrastinate_events set at = now() - interval '400 s' where job_id = %s", waits.pk)
    found = read()
    assert (found.waiting, found.failed) == (2, 0)
    assert found.oldest_waiting_seconds == pytest.approx(400, abs=1)


def test_failed_jobs_are_counted() -> None:
    for _ in range(2):
        job(status="failed")
    assert read().failed == 2


def test_a_duty_that_was_done_is_well() -> None:
    beats.done(ROUTE)
    assert read().duties == {"route": Beat(0.0, None, late=False)}


def test_a_duty_that_fails_keeps_its_last_beat_and_the_first_of_its_failures() -> None:
    beats.done(ROUTE)
    beats.failed(ROUTE, "ValueError: first")
    run("update duty_beats set failing_since = failing_since - interval '100 s'")
    beats.failed(ROUTE, "ValueError: second")
    assert DutyBeat.objects.get().error == "ValueError: second"
    assert read().duties["route"] == Beat(0.0, pytest.approx(100, abs=1), late=False)


def test_a_duty_that_was_not_done_in_its_time_is_late() -> None:
    beats.failed(ROUTE, "ValueError: never done")
    assert read().duties["route"].late
    beats.done(ROUTE)
    run("update duty_beats set late_at = now() - interval '1 s'")
    assert read().duties["route"].late
    assert read().is_well() is False
