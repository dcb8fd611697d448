"""Tasks: what is done later, once, by the worker. A job is a task with its facts, waiting in the database.

    @task("greet", title=_("Greet the customer"))
    def greet(*, lead_id: str) -> None: ...

    greet.defer(lead_id=lead.pk)  # in the transaction that causes it: rolled back with it

A job may run twice (its worker died after the work and before saying so): a task does no harm then.
The module that holds a task is named in settings.JOB_MODULES.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.functional import Promise
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from leadsite.jobs import doubles

Fact = str | int | float | bool | None | UUID

# How often a key may be taken and freed by others between our look and our insert.
TRIES = 5
# By the database's clock, which is the one that workers go by.
RETRY = "select procrastinate_retry_job_v2(%s, now(), null, null, null)"
CHANNEL = "procrastinate_any_queue_v1"  # where procrastinate's workers listen


@dataclass(frozen=True)
class Task:
    """A function that the worker calls with the facts of a job.

    `attempts`: how often in all before it is a failure for a person; each pause is three times the last.
    `seconds`: how long it may wait for the database before its connection is cut.
    `every`: a cron line in UTC where the worker defers it by itself.
    """

    name: str
    title: str | Promise
    function: Callable[..., object]
    attempts: int
    seconds: float
    every: str

    def __call__(self, **facts: Any) -> object:
        return self.function(**facts)

    def defer(self, *, once: str = "", at: datetime | None = None, **facts: Fact) -> int:
        """Have it done after this transaction, not before `at`; returns the job's id.

        While a job of this task with the same `once` waits, there is no second one: the waiting job is held
        until this transaction ends, so that it sees what was done here. The fact that names a lead is called
        `lead_id`: erasure looks for it.
        """
        written = as_json(facts)
        if not once:
            return app.configure_task(self.name, schedule_at=at).defer(**written)
        key = f"{self.name}:{once}"
        for _ in range(TRIES):
            waiting = hold_waiting(key)
            if waiting is not None:
                return waiting
            try:
                # The refusal must not spoil the caller's transaction.
                with transaction.atomic(), doubles.told():
                    return app.configure_task(self.name, schedule_at=at, queueing_lock=key).defer(**written)
            except AlreadyEnqueued:
                continue
        raise AlreadyEnqueued(f"{key} came and went {TRIES} times")


def hold_waiting(key: str) -> int | None:
    """The job that waits under this key, locked so that no worker takes it before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from procrastinate_jobs where queueing_lock = %s and status = 'todo' for share", [key]
        )
        found = cursor.fetchone()
        if found is None:
            return None
    tell_workers(found[0])  # who passed it over while it was locked
    return int(found[0])


def tell_workers(job_id: int) -> None:
    """That a job can be taken, at the commit; procrastinate itself says so of new jobs only."""
    notice = json.dumps({"type": "job_inserted", "job_id": job_id})
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, notice])


def defer_all(name: str, jobs: Iterable[Mapping[str, Fact]]) -> None:
    """Have many jobs of the task of this name done after this transaction, by one statement."""
    written = [as_json(facts) for facts in jobs]
    if written:
        app.configure_task(name).batch_defer(*written)


def as_json(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: str(fact) if isinstance(fact, UUID) else fact for name, fact in facts.items()}


TASKS: dict[str, Task] = {}


def task(
    name: str,
    *,
    title: str | Promise,
    attempts: int = 6,
    seconds: float = 60.0,
    every: str = "",
) -> Callable[[Callable[..., object]], Task]:
    """Declare a task. Its name is kept in the database: a renamed task loses its waiting jobs."""

    def declare(function: Callable[..., object]) -> Task:
        if name in TASKS:
            raise ValueError(f"two tasks are called {name}")
        TASKS[name] = Task(name, title, function, attempts, seconds, every)
        return TASKS[name]

    return declare
