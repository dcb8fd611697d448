"""The worker as a child of the start command, which owns the database and brings the worker back."""

import os

import django

GRACE_SECONDS = 4.0  # the start command waits for six
POLITENESS = 5  # customers come first, the back office last

if __name__ == "__main__":
    os.nice(POLITENESS)
    django.setup()

    from django.conf import settings

    from leadsite.jobs.worker import WorkerProcess

    WorkerProcess(concurrency=settings.WORKER_CONCURRENCY, grace=GRACE_SECONDS).run()
