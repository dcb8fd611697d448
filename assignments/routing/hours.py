"""A team's working calendar as routing asks it."""

from dataclasses import dataclass
from datetime import datetime

from assignments import working_time
from assignments.working_time import WorkingCalendar


@dataclass(frozen=True)
class CalendarHours:
    """Without a single working moment a calendar is none: at any hour, as deadlines have it too."""

    calendar: WorkingCalendar

    def is_open(self, moment: datetime) -> bool:
        return working_time.is_open(self.calendar, moment) or self._opening(moment) is None

    def next_opening(self, moment: datetime) -> datetime | None:
        return self._opening(moment) or moment

    def _opening(self, moment: datetime) -> datetime | None:
        return working_time.next_opening(self.calendar, moment)


class AnyHour:
    """Of a team whose calendar was never published."""

    def is_open(self, moment: datetime) -> bool:
        return True

    def next_opening(self, moment: datetime) -> datetime | None:
        return moment
