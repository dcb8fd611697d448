"""The start command: `make run`."""

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from leadsite.serving import lifeline
from leadsite.serving.listening import PortInUse
from leadsite.serving.start import FolderInUse, Start


class Command(BaseCommand):
    help = "Serve the site: the embedded database unless DATABASE_URL is set, migrations, web processes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="0.0.0.0", help="the address to listen on")  # noqa: S104  # a server
        parser.add_argument("--port", type=int, default=settings.PORT, help="the port, PORT by default")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started this one ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            lifeline.end_with(os.getppid(), signal.SIGTERM)
        try:
            Start(options["host"], options["port"], self.tell).run()
        except (PortInUse, FolderInUse) as reason:
            raise CommandError(str(reason)) from None

    def tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
