"""A program that puts SMS into the outbox of the database that its settings name: so many, to as many leads."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402  # the settings are ready only now

from activity.kinds import SYSTEM  # noqa: E402
from activity.outbox.posting import post  # noqa: E402
from leads.models import Lead  # noqa: E402


def main(count: int) -> None:
    for number in range(count):
        lead = Lead.objects.create(name=f"Customer {number}", phone=f"+9198{number:08}")
        post(
            lead_id=lead.pk, channel="sms", address=str(lead.phone), text="Hello", sentence="Hello",
            actor=SYSTEM, automatic=True, now=timezone.now(),
        )  # fmt: skip


main(int(sys.argv[1]))
