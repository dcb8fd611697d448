"""Doing jobs: procrastinate's worker ends when the database goes, and begins another life when it is back."""

import asyncio
import logging
import threading
from contextlib import suppress
from typing import Any

import psycopg
from django.conf import settings
from procrastinate import App
from procrastinate.worker import Worker

from leads.intake import watchdog
from leadsite.jobs import back_off, direct
from leadsite.jobs.attempts import Attempts, attempt
from leadsite.jobs.doubles import Connector
from leadsite.jobs.tasks import TASKS

log = logging.getLogger(__name__)

# Longer than any statement may take and than procrastinate listens in silence: what waits longer than this
# waits for a server that is frozen, or for a route that swallows packets.
WAIT_SECONDS = 45.0
POLL_SECONDS = 1.0  # a notice comes first; this is for a lost one, and for what was put off until now
POOL_SECONDS = 10.0
FAREWELL_SECONDS = 1.0
FORGOTTEN_SECONDS = 86_400.0  # leadsite.jobs.stalled knows better when a worker is gone
MISSED_SECONDS = 25 * 3600.0  # what is done daily is made good after an outage of a night


class Bounded(psycopg.AsyncConnection[Any]):
    """A connection that gives up on a server that does not answer at all."""

    async def wait(self, *args: Any, **kwargs: Any) -> Any:
        with watchdog.deadline(self, WAIT_SECONDS):
            return await super().wait(*args, **kwargs)


class Lives:
    """`run` does jobs until `end`, in the thread that calls it."""

    def __init__(self, *, concurrency: int, grace: float, ending: threading.Event) -> None:
        self.concurrency = concurrency
        self.grace = grace
        self.ending = ending
        self.worker: Worker | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.failures = 0

    def run(self) -> None:
        while not self.ending.is_set():
            try:
                asyncio.run(self.live())
            except Exception as error:  # the worker must outlive whatever it meets
                self.failed(error)
            if not self.ending.is_set():
                self.failures += 1
                self.ending.wait(back_off.seconds_after(self.failures))

    def failed(self, error: Exception) -> None:
        if self.failures == 0:
            log.warning("the worker waits for the database: %s: %s", type(error).__name__, error)

    async def live(self) -> None:
        """Until told to end, or until the database goes."""
        address = direct.parameters("worker")
        async with await psycopg.AsyncConnection.connect(**address):
            pass  # raises at once where the pool would wait for half a minute
        connector = Connector(
            kwargs=address, connection_class=Bounded, min_size=1, max_size=3, timeout=POOL_SECONDS
        )
        app = App(connector=connector, periodic_defaults={"max_delay": MISSED_SECONDS})
        register(app)
        async with app.open_async():
            await self.work(app)

    async def work(self, app: App) -> None:
        self.loop = asyncio.get_running_loop()
        self.worker = Worker(
            app,
            name="leadsite",
            concurrency=self.concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=self.grace,
            install_signal_handlers=False,
            update_heartbeat_interval=settings.JOB_STALLED_SECONDS / 4,
            stalled_worker_timeout=FORGOTTEN_SECONDS,
            task_middleware=[attempt],
        )
        if self.ending.is_set():
            return
        began = self.loop.time()
        try:
            await self.worker.run()  # type: ignore[no-untyped-call]  # procrastinate types its arguments only
        finally:
            if self.loop.time() - began > WAIT_SECONDS:
                self.failures = 0
            self.loop = self.worker = None

    def end(self) -> None:
        """From a signal's handler or another thread: finish what runs and take nothing more."""
        self.ending.set()
        if self.loop is not None and self.worker is not None:
            self.loop.call_soon_threadsafe(self.worker.stop)

    def say_farewell(self) -> None:
        """Unregister without waiting for what is at work, so that its jobs are taken over at once."""
        worker = self.worker
        if worker is None or worker.worker_id is None:
            return
        with (
            suppress(psycopg.Error),
            psycopg.connect(**direct.parameters("worker")) as link,
            watchdog.deadline(link, FAREWELL_SECONDS),
        ):
            link.execute("select procrastinate_unregister_worker_v1(%s)", [worker.worker_id])


def register(app: App) -> None:
    """Every task, as procrastinate knows them."""
    for task in TASKS.values():
        declared = app.task(
            name=task.name, retry=Attempts(task), queueing_lock=task.name if task.every else None
        )
        known = declared(task.function)
        if task.every:
            app.periodic(cron=task.every)(known)
