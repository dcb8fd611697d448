"""Which provider sends our SMS: Twilio where the settings name an account, else a file."""

from django.conf import settings

from activity.outbox.channels import Channel
from activity.texts import twilio
from activity.texts.file import FileChannel


def make() -> Channel:
    return twilio.configured() or FileChannel(settings.DATA_DIR / "texts")
