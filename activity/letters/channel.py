"""Which way our letters go: by Resend where there is a key for it, else into files."""

from django.conf import settings

from activity.letters.at_home import ConsoleChannel, FileChannel
from activity.letters.resend import ResendChannel
from activity.outbox.channels import Channel


def make() -> Channel:
    if settings.EMAIL_PROVIDER == "resend":
        return ResendChannel(settings.RESEND_API_KEY, settings.RESEND_API_URL)
    if settings.EMAIL_PROVIDER == "console":
        return ConsoleChannel()
    return FileChannel(settings.DATA_DIR / "letters")
