"""What the worker does for itself: nothing is held for ever by who is gone, and nothing is kept for ever."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.jobs import pruning, stalled
from leadsite.jobs.duties import duty
from leadsite.jobs.tasks import task


@duty("retry-stalled-jobs", title=_("Do again what workers left undone"), every=stalled.EVERY_SECONDS)
def retry_stalled_jobs(now: datetime) -> bool:
    return stalled.retry_stalled(now)


@task("prune-jobs", title=_("Forget old jobs"), every="23 * * * *", seconds=300)
def prune_jobs(*, timestamp: int) -> None:
    pruning.prune(timezone.now())
