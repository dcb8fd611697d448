"""Providers that need no account, for trying things out: letters as files, or on the console."""

import os
from pathlib import Path

from django.core.mail.backends.console import EmailBackend as Console

from activity.letters.composing import compose
from activity.outbox.channels import Receipt
from activity.outbox.models import OutgoingMessage


class FileChannel:
    """Each letter is a file that mail programs open, named by its row of the log."""

    provider = "file"
    is_repeatable = True  # a key that comes again writes the same file once more

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(self.folder / f"{idempotency_key}.eml", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opened, "wb") as file:
            file.write(compose(message).message().as_bytes())
        return Receipt(idempotency_key)


class ConsoleChannel:
    """On standard output, personal data and all: for development only."""

    provider = "console"
    is_repeatable = True

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        Console().send_messages([compose(message)])
        return Receipt(idempotency_key)
