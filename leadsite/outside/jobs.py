"""Webhooks are remembered for as long as a provider may repeat them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.tasks import task
from leadsite.outside.models import ReceivedHook

KEPT = timedelta(days=14)


@task("prune-hooks", title=_("Forget old webhooks"), every="41 3 * * *", seconds=300)
def prune_hooks(*, timestamp: int) -> None:
    forget(ReceivedHook.objects.filter(received_at__lt=timezone.now() - KEPT).order_by("received_at"))
