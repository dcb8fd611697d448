"""`manage.py worker`: jobs and duties, in a process of its own."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from leadsite.jobs.worker import WorkerProcess


class Command(BaseCommand):
    help = "Do jobs and duties until told to end. The start command does so too; this is for other hosts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--concurrency", type=int, default=settings.WORKER_CONCURRENCY, help="jobs at a time"
        )
        parser.add_argument(
            "--grace", type=float, default=30.0, help="seconds that a job may take to finish at the end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        WorkerProcess(concurrency=options["concurrency"], grace=options["grace"]).run()
