"""The one task that sends, whatever the channel."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from activity.outbox import sending
from leadsite.jobs.tasks import task

# One try of a provider, and as long again for a database that is away when the answer is to be written down.
SECONDS = 240.0


@task("send-message", title=_("Send a message"), seconds=SECONDS)
def send_message(*, lead_id: str, activity_id: str) -> None:
    def again(at: datetime) -> None:
        send_message.defer(at=at, lead_id=lead_id, activity_id=activity_id)

    sending.send(activity_id=UUID(activity_id), again=again)
