"""What the worker does for calendars by itself."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.calendars import horizon
from leadsite.jobs.tasks import task


@task("extend-holidays", title=_("Write out the public holidays of years to come"), every="41 0 * * *")
def extend_holidays(*, timestamp: int) -> None:
    horizon.extend(now=timezone.now())
