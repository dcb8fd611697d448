"""What the worker does about owners, again and again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assignments.routing import router, waking
from assignments.teams import loads
from leadsite.jobs.duties import duty


@duty("route-leads", title=_("Give new leads their owners"), every=5, channel=waking.CHANNEL)
def route_leads(now: datetime) -> bool:
    return router.route_waiting(now=now) == router.BATCH


@duty("fold-loads", title=_("Add up how many leads each colleague has"), every=30)
def fold_loads(now: datetime) -> bool:
    loads.fold()
    return False
