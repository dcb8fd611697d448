"""What pages have been told is forgotten after an hour."""

from django.utils.translation import gettext_lazy as _

from leadsite.forgetting import forget
from leadsite.jobs.tasks import task
from leadsite.live.models import LiveEvent


@task("prune-live-events", title=_("Forget what open pages were told"), every="11 * * * *", seconds=300)
def prune_live_events(*, timestamp: int) -> None:
    prune()


def prune() -> int:
    """How many went."""
    return forget(LiveEvent.objects.kept_long_enough())
