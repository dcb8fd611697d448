"""Working time as anybody would count it: minute by minute, by looking at the clock on the wall."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assignments.working_time import Pause, WorkingCalendar

MINUTE, TEN_YEARS = timedelta(minutes=1), timedelta(days=3653)


def counts(calendar: WorkingCalendar, minute: datetime, pauses: Sequence[Pause] = ()) -> bool:
    if any(pause.begin <= minute and (pause.end is None or minute < pause.end) for pause in pauses):
        return False
    return is_open(calendar, minute) or nobody_waits_for_it_to_open(calendar, minute)


def is_open(calendar: WorkingCalendar, minute: datetime) -> bool:
    wall = on_the_wall(calendar, minute)
    if any(holiday.date == wall.date() for holiday in calendar.holidays):
        return False
    if any(closure.begin <= wall < closure.end for closure in calendar.closures):
        return False
    at = wall.hour * 60 + wall.minute
    today, yesterday = calendar.week[wall.weekday()], calendar.week[(wall.weekday() - 1) % 7]
    return any(span.begin <= at < span.end for span in today) or any(
        at + 1440 < span.end for span in yesterday
    )


def nobody_waits_for_it_to_open(calendar: WorkingCalendar, minute: datetime) -> bool:
    """No weekday has hours, or closures that touch each other last for more than ten years."""
    wall = on_the_wall(calendar, minute)
    begin = end = wall
    for _ in calendar.closures:
        around = [one for one in calendar.closures if one.begin <= end and begin <= one.end]
        begin, end = min([begin, *(one.begin for one in around)]), max([end, *(one.end for one in around)])
    return not any(calendar.week) or (begin <= wall < end and end - begin > TEN_YEARS)


def on_the_wall(calendar: WorkingCalendar, minute: datetime) -> datetime:
    return minute.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    minute = start.astimezone(UTC)
    while minute < end:
        yield minute
        minute += MINUTE


def elapsed(
    calendar: WorkingCalendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()
) -> timedelta:
    return sum(counts(calendar, minute, pauses) for minute in minutes(start, end)) * MINUTE


def deadline(
    calendar: WorkingCalendar, start: datetime, target: timedelta, pauses: Sequence[Pause], until: datetime
) -> datetime | None:
    """None: not before `until`."""
    found = timedelta(0)
    for minute in minutes(start, until):
        found += MINUTE if counts(calendar, minute, pauses) else timedelta(0)
        if found >= target:
            return minute + MINUTE
    return None
