"""Whether a colleague can be expected at a visit: not away, and within the hours of their team."""

from collections.abc import Iterator

from activity.bookings.visit import Times
from assignments import working_time
from assignments.calendars import book as calendars
from assignments.teams.models import Absence, TeamMember
from leads.exceptions import Refused
from leadsite.accounts.models import User


def concerns(staff: User, times: Times) -> Iterator[Refused]:
    """What speaks against it (away, off_hours); colleagues may know better, the database's own rule aside."""
    absence = Absence.objects.last_within(staff.identifier, times.starts_at, times.ends_at)
    if absence is not None:
        yield Refused("away", staff.name, at=absence.ends_at)
    if is_off_hours(staff, times):
        yield Refused("off_hours", staff.name)


def is_off_hours(staff: User, times: Times) -> bool:
    """Whether no team of theirs works all the time of the visit; of who is in none nobody knows hours."""
    teams = TeamMember.objects.filter(user=staff, team__is_active=True)
    editions = calendars.load(teams.values_list("team__calendar", flat=True))
    lasts = times.ends_at - times.starts_at
    worked = (
        working_time.elapsed(edition.calendar, times.starts_at, times.ends_at)
        for edition in editions.values()
    )
    return bool(editions) and all(open_for < lasts for open_for in worked)
