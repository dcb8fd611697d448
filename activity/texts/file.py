"""The provider that needs no account: each SMS becomes a line of a file, for trying things out."""

import json
import os
from pathlib import Path

from activity.outbox.channels import Receipt
from activity.outbox.models import OutgoingMessage


class FileChannel:
    provider = "file"
    is_repeatable = True  # a key that comes again leaves a second line, and reaches nobody

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: OutgoingMessage, *, idempotency_key: str) -> Receipt:
        line = json.dumps({"key": idempotency_key, "to": message.address, "text": message.text})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(opened, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
        return Receipt(idempotency_key)
