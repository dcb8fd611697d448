"""What the worker does for other programs."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.duties import duty
from leadsite.jobs.tasks import task
from leadsite.webhooks.dispatch import send_waiting
from leadsite.webhooks.models import WebhookDelivery

KEPT = timedelta(days=30)


@duty(
    "deliver-webhooks", title=_("Tell other programs what happened"), every=5, channel="webhooks", seconds=60
)
def deliver_webhooks(now: datetime) -> bool:
    return send_waiting(now=now)


@task("prune-webhooks", title=_("Forget old deliveries to other programs"), every="23 3 * * *", seconds=300)
def prune_webhooks(*, timestamp: int) -> None:
    forget(WebhookDelivery.objects.settled_before(timezone.now() - KEPT).order_by("noted_at"))
