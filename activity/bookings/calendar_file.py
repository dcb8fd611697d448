"""A visit as a file that every calendar reads (iCalendar, RFC 5545)."""

from datetime import timedelta
from uuid import UUID

from icalendar import Calendar, Event

from activity.bookings import words
from activity.bookings.visit import Visit, text
from activity.models import Activity

TYPE, NAME = "text/calendar; charset=utf-8", "visit.ics"
STATES = {"pending": "TENTATIVE", "confirmed": "CONFIRMED"}
MOST_MOVES = 50


def write(activity: Activity, visit: Visit, *, staff: str, address: str, language: str) -> bytes:
    """A visit that was moved keeps its UID and has a higher SEQUENCE: calendars move it too."""
    first, moves = origin(activity)
    event = Event()
    event.add("uid", f"{first}@visits.leadsite")
    event.add("sequence", 2 * moves + (visit.status != "pending"))
    event.add("dtstamp", activity.updated_at)
    event.add("dtstart", visit.times.begins)
    event.add("dtend", visit.times.ends)
    event.add("summary", words.summary(staff, language))
    event.add("status", STATES.get(visit.status, "CANCELLED"))
    event.add("url", address)
    event.add("description", address)
    if visit.place:
        event.add("location", visit.place)
    content: bytes = calendar(event, visit).to_ical()
    return content


def calendar(event: Event, visit: Visit) -> Calendar:
    """With the rules of the zone's clocks around that day, so that a change of clocks moves nothing."""
    found = Calendar()
    found.add("prodid", "-//Leadsite//Visits//EN")
    found.add("version", "2.0")
    found.add_component(event)
    year = timedelta(days=366)
    found.add_missing_timezones(
        first_date=(visit.times.begins - year).date(), last_date=(visit.times.ends + year).date()
    )
    return found


def origin(activity: Activity) -> tuple[UUID, int]:
    """The visit that was proposed first, and how often it was moved since."""
    row, moves = activity, 0
    while moves < MOST_MOVES:
        earlier = before(row)
        if earlier is None:
            break
        row, moves = earlier, moves + 1
    return UUID(str(row.pk)), moves


def before(row: Activity) -> Activity | None:
    try:
        key = UUID(text((row.metadata or {}).get("replaces")))
    except ValueError:
        return None
    return Activity.objects.filter(pk=key, type="booking", lead_id=row.lead_id).first()
