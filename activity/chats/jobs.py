"""What the worker does about WhatsApp."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.chats import left_before_sending, receiving, templates
from activity.chats.models import ReceivedPayload
from leadsite.forgetting import forget
from leadsite.jobs.duties import duty
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
    forget(ReceivedPayload.objects.older_than(timezone.now() - KEPT).order_by("received_at"))


@task("fetch-chat-templates", title=_("Fetch the templates that WhatsApp has approved"), every="*/15 * * * *")
def fetch_chat_templates(*, timestamp: int) -> None:
    if settings.WHATSAPP_ACCESS_TOKEN:
        templates.fetch(now=timezone.now())


@duty("left-before-sending", title=_("See who left before sending their quote"), every=60)
def see_who_left(now: datetime) -> bool:
    left_before_sending.look(now=now)
    return False
