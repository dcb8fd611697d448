"""Public holidays run out: before they do, the system publishes a next version with those known by now."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assignments import publishing
from assignments.calendars import public_holidays
from assignments.calendars.drafts import Hours
from assignments.calendars.models import CalendarVersion
from assignments.publishing import CannotPublish

NEAR_YEARS = 2
WHY = "The public holidays that are known by now"


def extend(*, now: datetime) -> list[CalendarVersion]:
    """Publish what is new for calendars that know less than two years ahead; harmless at any time, any number
    of times and by any number of workers."""
    return list(extended(now))


def extended(now: datetime) -> Iterator[CalendarVersion]:
    for version in CalendarVersion.objects.newest().with_holidays().select_related("calendar"):
        hours = Hours.of(version)
        today = now.astimezone(ZoneInfo(hours.zone)).date()
        if reach(version).year >= today.year + NEAR_YEARS:
            continue
        draft = hours.draft(public_holidays.years(today))
        try:
            yield publishing.publish_calendar(
                version.calendar, draft, expected=version.number, note=WHY, actor=None, now=now
            )
        except CannotPublish:
            continue  # nothing is known beyond it, or a colleague has published meanwhile


def reach(version: CalendarVersion) -> date:
    """The last holiday that a version knows."""
    return max((date.fromisoformat(day) for day, _ in version.spec["holidays"]), default=date.min)
