"""Receipts are kept for longer than any device keeps an action to itself, then forgotten."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.tasks import task
from leadsite.offline.models import OfflineAction

KEPT_FOR = timedelta(days=400)


@task(
    "prune-offline-actions",
    title=_("Forget old receipts of offline actions"),
    every="47 3 * * *",
    seconds=300,
)
def prune_offline_actions(*, timestamp: int) -> None:
    prune(timezone.now())


def prune(now: datetime) -> int:
    """How many went."""
    return forget(OfflineAction.objects.filter(received_at__lte=now - KEPT_FOR).order_by("received_at"))
