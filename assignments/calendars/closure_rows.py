"""Closures as the rows of a form: days, the hours of these days, a name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assignments.calendars import hours_text
from assignments.calendars.drafts import Closure
from assignments.calendars.hours_text import DAY, Window

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """On each day from `first` to `last`, both included: all day without `hours`, else in those."""

    first: date
    last: date
    hours: tuple[Window, ...] = ()
    name: str = ""

    def closures(self) -> Iterator[Closure]:
        if not self.hours or self.hours == ((0, DAY),):
            yield Closure(midnight(self.first), midnight(self.last + ONE_DAY), self.name)
            return
        for number in range((self.last - self.first).days + 1):
            start = midnight(self.first + number * ONE_DAY)
            for begin, end in self.hours:
                yield Closure(start + minutes(begin), start + minutes(end), self.name)

    def initial(self) -> dict[str, object]:
        """As the form shows it."""
        last = self.last if self.last != self.first else None
        return {
            "first": self.first,
            "last": last,
            "hours": hours_text.written(self.hours),
            "name": self.name,
        }


def rows(closures: Iterable[Closure]) -> list[Row]:
    """The fewest rows that say the same."""
    found: list[Row] = []
    for row in (row for closure in sorted(closures) for row in parts(closure)):
        if found and row.hours and follows(found[-1], row):
            found[-1] = replace(found[-1], last=row.last)
        else:
            found.append(row)
    return found


def follows(before: Row, row: Row) -> bool:
    return (before.hours, before.name, before.last + ONE_DAY) == (row.hours, row.name, row.first)


def parts(closure: Closure) -> Iterator[Row]:
    """One over several days that are not whole is a part of the first, whole days, a part of the last."""
    first, start = closure.begin.date(), minute(closure.begin)
    last, stop = closure.end.date(), minute(closure.end)
    if first == last or (closure.end - closure.begin <= ONE_DAY and start):
        yield Row(first, first, ((start, stop + DAY * (last - first).days),), closure.name)
        return
    if start:
        yield Row(first, first, ((start, DAY),), closure.name)
        first += ONE_DAY
    if first < last:
        yield Row(first, last - ONE_DAY, (), closure.name)
    if stop:
        yield Row(last, last, ((0, stop),), closure.name)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)
