"""Answers are kept for a day, then forgotten."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.tasks import task
from leadsite.once.answering import KEPT_FOR
from leadsite.once.models import IdempotencyKey


@task("prune-idempotency-keys", title=_("Forget old answers of the API"), every="41 * * * *", seconds=300)
def prune_idempotency_keys(*, timestamp: int) -> None:
    prune(timezone.now())


def prune(now: datetime) -> int:
    """How many went."""
    return forget(IdempotencyKey.objects.filter(claimed_at__lte=now - KEPT_FOR).order_by("claimed_at"))
