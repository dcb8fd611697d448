"""What the worker does about deadlines, again and again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assignments.sweep.rounds import sweep
from leadsite.jobs.duties import duty

# Between two rounds of a backlog: the router and the jobs, which share the process, have their turn.
REST = 0.25


@duty("sweep-deadlines", title=_("Warn of deadlines, mark misses, escalate"), every=5, rest=REST)
def sweep_deadlines(now: datetime) -> bool:
    return sweep(now)
