"""The worker: real processes on the suite's database, killed for real."""

import signal

from django.db import transaction

from tests.database.access import run
from tests.leadsite.jobs.chores import chore, slow_chore
from tests.leadsite.jobs.workers import Workers, eventually


def statuses() -> list[str]:
    return [status for (status,) in run("select status::text from procrastinate_jobs order by id")]


def test_what_is_committed_is_done_once_and_what_is_rolled_back_never(workers: Workers) -> None:
    workers.start()
    workers.start()
    with transaction.atomic():
        chore.defer(word="rolled back")
        transaction.set_rollback(True)
    words = [f"word {number}" for number in range(20)]
    for word in words:
        chore.defer(word=word)
    workers.wait_for(*words)
    eventually(lambda: set(statuses()) == {"succeeded"})
    assert sorted(line for line in workers.lines() if line != "round") == sorted(words)


def test_a_duty_is_done_on_a_notice(workers: Workers) -> None:
    workers.start()
    workers.wait_for("round", "round")  # at the start, and once the worker listens
    before = workers.lines().count("round")
    run("notify suite_rounds")
    assert workers.wait_for(*["round"] * (before + 1)) < 1


def test_a_signal_lets_the_running_job_finish(workers: Workers) -> None:
    process = workers.start()
    slow_chore.defer(word="wash", seconds=1.0)
    workers.wait_for("wash begun")
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert "wash done" in workers.lines()
    assert statuses() == ["succeeded"]
    assert run("select count(*) from procrastinate_workers") == [(0,)]


def test_the_end_does_not_wait_for_a_job_for_ever(workers: Workers) -> None:
    process = workers.start()
    slow_chore.defer(word="wash", seconds=60.0)
    workers.wait_for("wash begun")
    process.send_signal(signal.SIGTERM)
    assert process.wait(6) == 0
    assert statuses() == ["doing"]
