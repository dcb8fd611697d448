"""A job that waits already is told as such, although row security hides the key in the database's error."""

import pytest
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued

from leadsite.jobs import direct, tasks
from leadsite.jobs.doubles import Connector
from tests import loops
from tests.database.access import run
from tests.leadsite.jobs.chores import chore


def waiting() -> list[tuple[object, ...]]:
    return run("select task_name, status::text from procrastinate_jobs")


async def tick(app: App, at: int) -> None:
    job = app.configure_task("tick", queueing_lock="tick", task_kwargs={"timestamp": at}).job
    await app.job_manager.defer_periodic_job(job=job, periodic_id="", defer_timestamp=at)


@pytest.mark.django_db(transaction=True)
def test_what_is_due_again_before_it_was_done_is_left_out() -> None:
    async def tick_twice() -> None:
        connector = Connector(kwargs=direct.parameters("worker"), min_size=1, max_size=1)
        app = App(connector=connector)
        async with app.open_async():
            await tick(app, 1)
            with pytest.raises(AlreadyEnqueued):
                await tick(app, 2)

    loops.run(tick_twice())
    assert waiting() == [("tick", "todo")]


@pytest.mark.django_db
def test_a_key_that_others_took_at_this_moment_is_told_as_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    chore.defer(once="floor", word="sweep")
    monkeypatch.setattr(tasks, "hold_waiting", lambda key: None)  # it came after the look
    with pytest.raises(AlreadyEnqueued):
        chore.defer(once="floor", word="sweep")
    assert waiting() == [("chore", "todo")]
