"""Deadlines and elapsed working time a second on one core, beside a plain walk from day to day.

Run: .venv/bin/python -m bench.deadlines
Ten years of a shop with a lunch break, 20 holidays a year and a change of the clocks twice a year. The walk
gives the same answers, which is checked; what is compared is CPU time, in ratios of one run.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assignments.working_time import Holiday, Pause, Span, WorkingCalendar, deadline, elapsed
from bench.machine import header

FIRST, YEARS, HOLIDAYS = 2026, 10, 20
MANY, FEW, CHECKED = 100_000, 300, 200
WANTED = 50_000  # a second
END = datetime(FIRST + YEARS, 1, 1, tzinfo=UTC)


def shop(chance: random.Random) -> WorkingCalendar:
    days = (Span(9 * 60, 13 * 60), Span(14 * 60, 18 * 60))
    holidays = tuple(
        Holiday(date(year, 1, 1) + timedelta(days=number), "Holiday")
        for year in range(FIRST, FIRST + YEARS + 1)
        for number in chance.sample(range(365), HOLIDAYS)
    )
    return WorkingCalendar("Europe/Berlin", (days,) * 6 + ((),), holidays=holidays)


class Walk:
    """How one would write it: the windows of a day, and then those of the next."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar, self.zone = calendar, ZoneInfo(calendar.zone)
        self.holidays = {holiday.date for holiday in calendar.holidays}

    def windows(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = since.astimezone(self.zone).date()
        while True:
            midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
            for span in () if day in self.holidays else self.calendar.week[day.weekday()]:
                begin, end = (midnight + timedelta(minutes=number) for number in span)
                if end > since:
                    yield max(begin.astimezone(UTC), since), end.astimezone(UTC)
            day += timedelta(days=1)

    def deadline(self, start: datetime, target: timedelta) -> datetime:
        for begin, end in self.windows(start):
            if target <= end - begin:
                return begin + target
            target -= end - begin
        raise AssertionError("windows never end")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        found = timedelta(0)
        for begin, finish in self.windows(start):
            if begin >= end:
                break
            found += min(finish, end) - begin
        return found


def per_second(work: Callable[[int], object], times: int) -> float:
    """The best of three: the least disturbed."""
    found = []
    for _ in range(3):
        since = time.process_time()
        for number in range(times):
            work(number)
        found.append(times / (time.process_time() - since))
    return max(found)


def line(name: str, reached: float, walked: float) -> bool:
    verdict = "" if reached >= WANTED else "  MISSED"
    print(
        f"{name:<42} {reached:>9,.0f}/s   walk {walked:>8,.0f}/s   ratio {reached / walked:>7,.1f}{verdict}"
    )
    return reached >= WANTED


def main() -> int:
    print(header(f"Deadlines over {YEARS} years with {HOLIDAYS} holidays a year (at least {WANTED:,}/s)"))
    chance = random.Random(1)
    calendar = shop(chance)
    walk = Walk(calendar)
    begin = datetime(FIRST, 1, 1, tzinfo=UTC)
    starts = [begin + timedelta(minutes=chance.randrange(9 * 365 * 1440)) for _ in range(MANY)]
    hours = [timedelta(minutes=chance.randrange(1, 24 * 60)) for _ in range(MANY)]
    year = [timedelta(minutes=chance.randrange(1, 250 * 8 * 60)) for _ in range(MANY)]
    pauses = [(Pause(at + timedelta(hours=1), at + timedelta(days=3)),) for at in starts]
    for number in range(CHECKED):
        assert deadline(calendar, starts[number], year[number]).at == walk.deadline(
            starts[number], year[number]
        )
        assert elapsed(calendar, starts[number], END) == walk.elapsed(starts[number], END)

    cases: list[tuple[str, Callable[[int], object], Callable[[int], object], int]] = [
        (
            "deadline, up to three working days",
            lambda n: deadline(calendar, starts[n], hours[n]),
            lambda n: walk.deadline(starts[n], hours[n]),
            FEW,
        ),
        (
            "deadline, up to a year",
            lambda n: deadline(calendar, starts[n], year[n]),
            lambda n: walk.deadline(starts[n], year[n]),
            FEW // 10,
        ),
        (
            "deadline with a pause (walk: without)",
            lambda n: deadline(calendar, starts[n], hours[n], pauses[n]),
            lambda n: walk.deadline(starts[n], hours[n]),
            FEW,
        ),
        (
            "elapsed over ten years",
            lambda n: elapsed(calendar, begin + hours[n], END),
            lambda n: walk.elapsed(begin + hours[n], END),
            FEW // 50,
        ),
    ]
    good = [line(name, per_second(ours, MANY), per_second(plain, few)) for name, ours, plain, few in cases]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
