"""What the worker does about stored deadlines every night."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.clocks.checking import check
from leadsite.jobs.tasks import task


@task("check-deadlines", title=_("Compare stored deadlines with the log"), seconds=600, every="40 20 * * *")
def check_deadlines(*, timestamp: int) -> None:
    """Health tells of what it found, until a later check finds nothing."""
    check(now=timezone.now())
