"""The worker as a child of the start command, which owns the database and brings the worker back."""

import django

from leadsite.serving.politeness import yield_to_others

GRACE_SECONDS = 4.0  # the start command waits for six
POLITENESS = 10  # people come first: customers, and who waits for a page of the back office

if __name__ == "__main__":
    yield_to_others(POLITENESS)
    django.setup()

    from django.conf import settings

    from leadsite.jobs.worker import WorkerProcess

    WorkerProcess(concurrency=settings.WORKER_CONCURRENCY, grace=GRACE_SECONDS).run()
