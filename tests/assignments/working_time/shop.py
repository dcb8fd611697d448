"""A shop in Mumbai, Monday to Friday from 9 to 18, or with whatever a test changes about it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assignments.working_time import Span, WorkingCalendar

DAY = (Span(9 * 60, 18 * 60),)


def shop(**changed: object) -> WorkingCalendar:
    facts: dict[str, object] = {"zone": "Asia/Kolkata", "week": (DAY,) * 5 + ((), ())}
    return WorkingCalendar(**{**facts, **changed})  # type: ignore[arg-type]  # the test names its parts


def at(text: str, zone: str = "Asia/Kolkata") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
