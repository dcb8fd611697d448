"""How often a job is tried, and how long it waits in between."""

import dataclasses

import pytest
from django.utils import timezone
from procrastinate.jobs import Job as Taken

from leadsite.jobs.attempts import LONGEST_PAUSE_SECONDS, Attempts
from tests.leadsite.jobs.chores import chore


def pause(attempts: int, *, most: int = 20) -> float | None:
    """Seconds until the next attempt after so many earlier ones; None: there is none."""
    job = Taken(
        id=1, queue="default", lock=None, queueing_lock=None, task_name="chore", attempts=attempts,
    )  # fmt: skip
    task = dataclasses.replace(chore, attempts=most)
    decision = Attempts(task).get_retry_decision(exception=ValueError(), job=job)
    if decision is None or decision.retry_at is None:
        return None
    return (decision.retry_at - timezone.now()).total_seconds()


@pytest.mark.parametrize(
    ("earlier", "about"), [(0, 3), (1, 9), (2, 27), (3, 81), (10, LONGEST_PAUSE_SECONDS)]
)
def test_each_pause_is_three_times_the_last_and_at_most_an_hour(earlier: int, about: float) -> None:
    assert pause(earlier) == pytest.approx(about, rel=0.4)


def test_after_the_last_attempt_there_is_none() -> None:
    assert (pause(1, most=3) is None, pause(2, most=3)) == (False, None)
