"""Looking again at once for owners of leads that wait, because what kept them waiting has changed."""

from datetime import datetime

from django.db import connection

from assignments.clocks.models import LeadClock, RouteHindrance

CHANNEL = "leads_to_route"


def reconsider(*, now: datetime) -> int:
    """After a change of teams, calendars, absences or rules; for how many leads. Errors keep their pause."""
    waiting = LeadClock.objects.filter(
        route_at__gt=now, route_hindrance__in=[RouteHindrance.CLOSED, RouteHindrance.NOBODY]
    )
    found = waiting.update(route_at=now)
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])  # heard once the change is committed
    return found
