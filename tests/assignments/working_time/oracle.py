"""Working time as anybody would count it: minute by minute, by looking at the clock on the wall."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assignments.working_time import Pause, WorkingCalendar

MINUTE = timedelta(minutes=1)


def counts(calendar: WorkingCalendar, minute: datetime, pauses: Sequence[Pause] = ()) -> bool:
    if any(pause.begin <= minute and (pause.end is None or minute < pause.end) for pause in pauses):
        return False
    wall = minute.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)
    if any(holiday.date == wall.date() for holiday in calendar.holidays):
        return False
    if any(closure.begin <= wall < closure.end for closure in calendar.closures):
        return False
    at = wall.hour * 60 + wall.minute
    today, yesterday = calendar.week[wall.weekday()], calendar.week[(wall.weekday() - 1) % 7]
    return any(span.begin <= at < span.end for span in today) or any(
        at + 1440 < span.end for span in yesterday
    )


def elapsed(
    calendar: WorkingCalendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()
) -> timedelta:
    found, minute = timedelta(0), start.astimezone(UTC)
    while minute < end:
        found += MINUTE if counts(calendar, minute, pauses) else timedelta(0)
        minute += MINUTE
    return found


def deadline(
    calendar: WorkingCalendar, start: datetime, target: timedelta, pauses: Sequence[Pause], until: datetime
) -> datetime | None:
    """None: not before `until`."""
    found, minute = timedelta(0), start.astimezone(UTC)
    while found < target:
        if minute >= until:
            return None
        found += MINUTE if counts(calendar, minute, pauses) else timedelta(0)
        minute += MINUTE
    return minute
