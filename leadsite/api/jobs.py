"""Who asks no more is forgotten."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.api.models import RequestCount
from leadsite.forgetting import forget
from leadsite.jobs.tasks import task

KEPT = timedelta(hours=1)


@task("prune-request-counts", title=_("Forget who asks the API no more"), every="53 * * * *", seconds=300)
def prune_request_counts(*, timestamp: int) -> None:
    forget(RequestCount.objects.filter(minute__lt=timezone.now() - KEPT).order_by("minute"))
