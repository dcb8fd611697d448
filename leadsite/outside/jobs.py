"""Webhooks are remembered for as long as a provider may repeat them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.tasks import task
from leadsite.outside.models import ReceivedHook


@task("prune-hooks", title=_("Forget old webhooks"), every="41 3 * * *", seconds=300)
def prune_hooks(*, timestamp: int) -> None:
    forget(ReceivedHook.objects.filter(forget_at__lt=timezone.now()).order_by("forget_at"))
