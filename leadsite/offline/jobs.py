"""Receipts are kept for longer than any device keeps an action to itself, and devices for longer still."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.tasks import task
from leadsite.offline.models import OfflineAction, OfflineDevice

KEPT_FOR = timedelta(days=400)
# Beyond that: without its secret nothing opens what still waits on a device.
MARGIN = timedelta(days=30)


@task(
    "prune-offline-actions",
    title=_("Forget old receipts of offline actions, and devices that nobody uses"),
    every="47 3 * * *",
    seconds=300,
)
def prune_offline_actions(*, timestamp: int) -> None:
    prune(timezone.now())


def prune(now: datetime) -> int:
    """How many went."""
    receipts = OfflineAction.objects.filter(received_at__lte=now - KEPT_FOR).order_by("received_at")
    return forget(receipts) + forget(OfflineDevice.objects.forgotten(now - KEPT_FOR - MARGIN))
