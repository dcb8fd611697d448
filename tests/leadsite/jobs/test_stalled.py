"""Jobs whose worker is gone are done again, and only those."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import timezone

from leadsite.jobs import attempts, stalled
from leadsite.jobs.stalled import Watch
from tests.database.access import run
from tests.leadsite.jobs.rows import job, said, status, worker

pytestmark = pytest.mark.django_db
LONG = settings.JOB_STALLED_SECONDS + 1.0


class Clock:
    """This process's own clock."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The clock of a worker that has made its rounds for long enough."""
    clock = Clock()
    monkeypatch.setattr(stalled.time, "monotonic", clock)
    monkeypatch.setattr(stalled, "watch", Watch(clock.seconds, clock.seconds - LONG))
    monkeypatch.setattr(attempts, "own_workers", set())
    monkeypatch.setattr(attempts, "at_work", set())
    return clock


def round_(clock: Clock, after: float = 1.0) -> None:
    clock.seconds += after
    stalled.retry_stalled(timezone.now())


def test_a_job_of_a_silent_worker_waits_again(clock: Clock) -> None:
    lost = job(status="doing", worker=worker(silent_for=LONG))
    round_(clock)
    lost.refresh_from_db()
    assert (lost.status, lost.attempts, said(lost)) == ("todo", 1, [("stalled", stalled.GONE)])


def test_a_job_whose_worker_is_not_even_known_waits_again(clock: Clock) -> None:
    lost = job(status="doing")
    round_(clock)
    assert status(lost) == "todo"


def test_a_job_of_a_worker_that_lives_is_left_to_it(clock: Clock) -> None:
    held = job(status="doing", worker=worker())
    round_(clock)
    assert (status(held), said(held)) == ("doing", [])


def test_after_an_outage_everybody_has_time_to_show_life(clock: Clock) -> None:
    held = job(status="doing", worker=worker(silent_for=LONG))
    round_(clock, after=LONG)
    assert status(held) == "doing"
    for _ in range(5):
        round_(clock, after=settings.JOB_STALLED_SECONDS / 4)
    assert status(held) == "todo"


def test_a_job_that_takes_workers_down_is_not_tried_for_ever(clock: Clock) -> None:
    bad = job(status="doing", attempts=stalled.MOST_ATTEMPTS - 1)
    round_(clock)
    assert (status(bad), said(bad)) == ("failed", [("stalled", stalled.TOO_OFTEN)])


def test_a_job_for_which_another_one_waits_is_not_needed(clock: Clock) -> None:
    lost, waits = job(status="doing", lock="chore:hall"), job(lock="chore:hall")
    round_(clock)
    assert (status(lost), status(waits)) == ("aborted", "todo")


def test_a_job_that_this_process_holds_and_nobody_works_on_waits_again(clock: Clock) -> None:
    ours = worker()
    attempts.own_workers.add(ours)
    worked_on, lying = job(status="doing", worker=ours), job(status="doing", worker=ours)
    attempts.at_work.add(worked_on.pk)
    round_(clock)
    assert status(lying) == "doing"
    for _ in range(5):
        round_(clock, after=settings.JOB_STALLED_SECONDS / 4)
    assert (status(worked_on), status(lying)) == ("doing", "todo")


def test_workers_that_are_gone_are_forgotten(clock: Clock) -> None:
    worker(silent_for=LONG)
    alive = worker()
    round_(clock)
    assert run("select id from procrastinate_workers") == [(alive,)]
