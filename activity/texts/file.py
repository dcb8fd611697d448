"""The provider that needs no account: each SMS is a file, for trying things out."""

import os
from pathlib import Path

from activity.outbox.channels import Receipt
from activity.outbox.models import OutgoingMessage


class FileChannel:
    """Named by its row of the log."""

    provider = "file"
    is_repeatable = True  # a key that comes again writes the same file once more

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(self.folder / f"{idempotency_key}.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opened, "w", encoding="utf-8") as file:
            file.write(f"To: {message.address}\n\n{message.text}\n")
        return Receipt(idempotency_key)
