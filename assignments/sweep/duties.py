"""What the worker does about deadlines, again and again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assignments.sweep.rounds import sweep
from leadsite.jobs.duties import duty


@duty("sweep-deadlines", title=_("Warn of deadlines, mark misses, escalate"), every=5)
def sweep_deadlines(now: datetime) -> bool:
    return sweep(now)
