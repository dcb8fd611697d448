"""What the worker does about owners, again and again."""

from datetime import datetime

import structlog
from django.utils.translation import gettext_lazy as _

from assignments.routing import router, waking
from assignments.teams import loads
from leadsite.jobs.duties import duty

log = structlog.get_logger(__name__)
DAY = 24 * 3600


# Under a second in all from the customer's press; without it a rush of quotes is routed one by one, at the
# expense of the quotes.
REST = 0.25


@duty("route-leads", title=_("Give new leads their owners"), every=5, channel=waking.CHANNEL, rest=REST)
def route_leads(now: datetime) -> bool:
    return router.route_waiting(now=now) == router.BATCH


@duty("fold-loads", title=_("Add up how many leads each colleague has"), every=30)
def fold_loads(now: datetime) -> bool:
    loads.fold()
    return False


@duty("check-loads", title=_("Compare with the leads how many each colleague has"), every=DAY, seconds=600)
def check_loads(now: datetime) -> bool:
    """What differs is put right, and told: the trigger should have seen it."""
    if corrected := loads.correct():
        log.error("owner_loads_differed", owners=corrected)
    return False
