"""What the worker does about WhatsApp."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.chats import receiving
from activity.chats.models import ReceivedPayload
from leadsite.jobs.tasks import task

# What nobody could read in a month, nobody will; it may say who wrote.
KEPT = timedelta(days=30)


@task("read-chats", title=_("Read what WhatsApp sent"))
def read_chats(*, payload_id: str) -> None:
    again = receiving.read(UUID(payload_id))
    if again is not None:
        read_chats.defer(at=timezone.now() + timedelta(seconds=again), payload_id=payload_id)


@task("forget-chat-payloads", title=_("Forget what WhatsApp sent and nobody could read"), every="41 2 * * *")
def forget_chat_payloads(*, timestamp: int) -> None:
    ReceivedPayload.objects.older_than(timezone.now() - KEPT).delete()
