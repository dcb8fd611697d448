"""Answers are kept for a day, then forgotten."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.jobs.tasks import task
from leadsite.once.answering import KEPT_FOR
from leadsite.once.models import IdempotencyKey

MOST_AT_ONCE = 5_000


@task("prune-idempotency-keys", title=_("Forget old answers of the API"), every="41 * * * *", seconds=300)
def prune_idempotency_keys(*, timestamp: int) -> None:
    prune(timezone.now())


def prune(now: datetime) -> int:
    """How many went, in short transactions."""
    gone = last = pruned(now)
    while last == MOST_AT_ONCE:
        last = pruned(now)
        gone += last
    return gone


def pruned(now: datetime) -> int:
    outdated = IdempotencyKey.objects.filter(claimed_at__lte=now - KEPT_FOR).order_by("claimed_at")
    keys = list(outdated.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return IdempotencyKey.objects.filter(pk__in=keys).delete()[0] if keys else 0
