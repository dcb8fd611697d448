"""Jobs are deferred inside the transaction that causes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from leadsite.jobs.tasks import task
from tests.database.access import run
from tests.leadsite.jobs.chores import chore
from tests.racing import alone

pytestmark = pytest.mark.django_db

LEAD = UUID("0193a2c4-5d6e-7f80-9a1b-2c3d4e5f6071")


def locks() -> list[object]:
    return [lock for (lock,) in run("select queueing_lock from procrastinate_jobs order by id")]


def fetched() -> list[tuple[object, ...]]:
    """What a worker would take next."""
    return run("select id from procrastinate_fetch_job_v2(null, null)")


def test_a_job_carries_its_facts() -> None:
    chore.defer(word="sweep", lead_id=LEAD)
    found = run("select task_name, args ->> 'word', args ->> 'lead_id' from procrastinate_jobs")
    assert found == [("chore", "sweep", str(LEAD))]


def test_a_job_waits_for_its_time() -> None:
    at = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    chore.defer(word="sweep", at=at)
    assert run("select scheduled_at from procrastinate_jobs") == [(at,)]


def test_a_transaction_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        chore.defer(word="sweep")
        transaction.set_rollback(True)
    assert locks() == []


def test_what_waits_already_is_not_deferred_twice() -> None:
    first = chore.defer(word="sweep", once="kitchen")
    second = chore.defer(word="sweep", once="kitchen")
    other = chore.defer(word="sweep", once="hall")
    assert (first == second, first == other) == (True, False)
    assert locks() == ["chore:kitchen", "chore:hall"]


def test_what_runs_already_is_deferred_again() -> None:
    first = chore.defer(word="sweep", once="kitchen")
    run("update procrastinate_jobs set status = 'doing'")
    assert chore.defer(word="sweep", once="kitchen") != first


@pytest.mark.django_db(transaction=True)
def test_a_job_that_stands_for_ours_is_not_taken_before_we_commit() -> None:
    job = chore.defer(word="sweep", once="kitchen")
    with transaction.atomic():
        assert chore.defer(word="sweep", once="kitchen") == job
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(alone, fetched).result() == [(None,)]
    assert fetched() == [(job,)]


def test_two_tasks_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two tasks are called chore"):
        task("chore", title="Another")(print)


def test_a_task_can_be_done_at_once() -> None:
    done: list[str] = []
    direct = task("direct-chore", title="Done here")(lambda **facts: done.append(facts["word"]))
    direct(word="sweep")
    assert done == ["sweep"]
