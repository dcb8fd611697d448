"""The worker: real processes on the suite's database, killed for real."""

import signal

from django.db import transaction

from leadsite.jobs.models import JobLogEntry
from tests.database.access import run
from tests.leadsite.jobs.chores import chore, failing_chore, slow_chore
from tests.leadsite.jobs.workers import Workers, eventually


def statuses() -> list[str]:
    """Of the chores: the worker's own housekeeping is not on trial here."""
    rows = run("select status::text from procrastinate_jobs where task_name like '%chore' order by id")
    return [status for (status,) in rows]


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
    assert sorted(line for line in workers.lines() if line.startswith("word")) == sorted(words)


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
    # Its worker has said farewell, so that nobody waits for its heartbeat.
    assert run("select worker_id from procrastinate_jobs where status = 'doing'") == [(None,)]


def test_a_job_whose_worker_is_killed_is_done_by_the_next(workers: Workers) -> None:
    victim = workers.start()
    slow_chore.defer(word="wash", seconds=1.0)
    workers.wait_for("wash begun")
    victim.kill()
    victim.wait()
    workers.start()
    workers.wait_for("wash begun", "wash begun", "wash done", seconds=15)
    eventually(lambda: statuses() == ["succeeded"])
    of_chores = JobLogEntry.objects.filter(job__task_name="slow-chore")
    assert list(of_chores.values_list("kind", "attempt")) == [("stalled", 1)]


def test_a_job_that_fails_says_why(workers: Workers) -> None:
    workers.start()
    failing_chore.defer(word="iron")
    workers.wait_for("iron tried")
    eventually(lambda: statuses() == ["failed"])
    entry = JobLogEntry.objects.get()
    assert (entry.kind, entry.attempt, entry.message) == (
        "failed", 1, "ValueError: iron cannot be done, call [phone]",
    )  # fmt: skip
    assert "in failing_chore" in entry.traceback


def test_what_is_done_at_its_time_is_done_without_anybody(workers: Workers) -> None:
    workers.start(TICKS="1")
    workers.start(TICKS="1")
    workers.wait_for("tick", "tick")
    ticks = run(
        "select args ->> 'timestamp', count(*) from procrastinate_jobs where task_name = 'tick' group by 1"
    )
    assert {count for _, count in ticks} == {1}


def test_a_frozen_worker_goes_on_when_it_thaws(workers: Workers) -> None:
    process = workers.start()
    workers.wait_for("round")
    process.send_signal(signal.SIGSTOP)
    chore.defer(word="sweep")
    process.send_signal(signal.SIGCONT)
    workers.wait_for("sweep")


def test_cut_connections_are_made_again(workers: Workers) -> None:
    workers.start()
    workers.wait_for("round", "round")
    run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
    )
    before = workers.lines().count("round")
    chore.defer(word="sweep")
    workers.wait_for("sweep", *["round"] * (before + 1))
