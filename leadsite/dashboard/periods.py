"""The time that the dashboard looks back on, in the shop's days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leads.shop_days import begin_of, day_of, end_of

CHOICES = (7, 30, 90, 365)
USUAL = 90
DAYS_IN_COLUMNS = 92  # more of them are drawn week by week


Days = tuple[date, date]  # the first and the last, both included


@dataclass(frozen=True)
class Period:
    """So many days at the shop, today the last of them."""

    days: int
    today: date

    @classmethod
    def asked(cls, text: str, now: datetime) -> "Period":
        """What `?days=` says; the usual one for anything that is not among the choices."""
        days = int(text) if text.isdecimal() and len(text) < 4 else USUAL
        return cls(days if days in CHOICES else USUAL, day_of(now))

    @property
    def first(self) -> date:
        return self.today - timedelta(days=self.days - 1)

    @property
    def begins(self) -> datetime:
        return begin_of(self.first)

    @property
    def ends(self) -> datetime:
        return end_of(self.today)

    @property
    def in_weeks(self) -> bool:
        """Whether it is too long to draw each day."""
        return self.days > DAYS_IN_COLUMNS

    def columns(self) -> list[Days]:
        """First and last day of what the charts draw as one column: days, or weeks of a long time."""
        if self.in_weeks:
            return self.weeks()
        return [(day, day) for day in (self.first + timedelta(days=n) for n in range(self.days))]

    def weeks(self) -> list[Days]:
        """First and last day of each week, from Monday; the period may cut the first and the last short."""
        weeks, day = [], self.first
        while day <= self.today:
            last = min(day + timedelta(days=6 - day.weekday()), self.today)
            weeks.append((day, last))
            day = last + timedelta(days=1)
        return weeks
