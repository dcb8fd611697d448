"""The next four weeks of a calendar as they are drawn: by the wall clock of its zone, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from assignments.calendars.hours_text import DAY, Window, hours, written
from assignments.working_time import WorkingCalendar
from assignments.working_time.stretches import clipped, merged, without

WEEKS, A_WEEK = 4, 7
NOON = time(12)


@dataclass(frozen=True)
class Day:
    """In minutes of the day, `open` is when there is work, `lost` when there would be but for `notes`."""

    date: date
    open: tuple[Window, ...]
    lost: tuple[Window, ...]
    notes: tuple[str, ...]

    @property
    def noon(self) -> datetime:
        """For templates, which write dates by the reader's clock."""
        return datetime.combine(self.date, NOON, UTC)

    @property
    def hours(self) -> str:
        """In words: "" where it is closed."""
        return written(self.open)

    @property
    def shapes(self) -> list[tuple[str, int, int]]:
        """What is drawn on a line of 1440: kind, where it begins, how long it is."""
        parts = [("open", part) for part in self.open] + [("lost", part) for part in self.lost]
        return [(kind, begin, end - begin) for kind, (begin, end) in parts]


def four_weeks(calendar: WorkingCalendar, today: date) -> list[list[Day]]:
    """Four weeks from Monday to Sunday, the first of them this one."""
    monday = today - timedelta(days=today.weekday())
    days = [day(calendar, monday + timedelta(days=number)) for number in range(WEEKS * A_WEEK)]
    return [days[first : first + A_WEEK] for first in range(0, len(days), A_WEEK)]


def day(calendar: WorkingCalendar, of: date) -> Day:
    planned = list(clipped(merged(windows(calendar, of)), 0, DAY))
    shut = list(closed(calendar, of))
    found = merged(part for part, _ in shut)
    left = without(planned, found)
    return Day(of, tuple(left), tuple(without(planned, left)), tuple(dict.fromkeys(said for _, said in shut)))


def windows(calendar: WorkingCalendar, of: date) -> Iterator[Window]:
    """The day's own, and what of the evening before reaches into it."""
    yield from ((span.begin, span.end) for span in calendar.week[of.weekday()])
    before = calendar.week[(of.weekday() - 1) % A_WEEK]
    yield from ((max(0, span.begin - DAY), span.end - DAY) for span in before if span.end > DAY)


def closed(calendar: WorkingCalendar, of: date) -> Iterator[tuple[Window, str]]:
    """Each part of the day on which there is no work, and what is said of it."""
    yield from (((0, DAY), holiday.name) for holiday in calendar.holidays if holiday.date == of)
    midnight = datetime.combine(of, time())
    for closure in calendar.closures:
        begin, end = minutes(closure.begin - midnight), minutes(closure.end - midnight)
        if begin < end:
            whole = (begin, end) == (0, DAY)
            yield (begin, end), closure.name if whole else f"{closure.name} {hours(begin, end)}".strip()


def minutes(since_midnight: timedelta) -> int:
    """As far as the day reaches."""
    return min(max(0, since_midnight // timedelta(minutes=1)), DAY)
