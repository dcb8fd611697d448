"""When the demo's staff visit customers: at eleven, on a day on which they are there."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from activity.bookings import availability
from activity.bookings.visit import Times
from leadsite.accounts.models import User

ELEVEN, LASTS, MOST_DAYS = time(11), timedelta(minutes=90), 60


def next_visit(staff: User, now: datetime) -> Times:
    """From tomorrow on; the last day looked at where the shop's own hours never fit."""
    tomorrow = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date() + timedelta(days=1)
    for day in range(MOST_DAYS):
        begins = datetime.combine(tomorrow + timedelta(days=day), ELEVEN, ZoneInfo(settings.TIME_ZONE))
        times = Times(begins, begins + LASTS, settings.TIME_ZONE)
        if not any(availability.concerns(staff, times)):
            break
    return times
