"""A lead of the shop in Mumbai, open Monday to Friday from 9 to 18; the 23rd of November 2026 is a Monday."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assignments.sla import Closing, Contact, Facts, Promise, Wait
from assignments.working_time import Span, WorkingCalendar

IST = ZoneInfo("Asia/Kolkata")
SHOP = WorkingCalendar("Asia/Kolkata", ((Span(540, 1080),),) * 5 + ((), ()))
DAYS = {"mon": 23, "tue": 24, "wed": 25, "thu": 26, "fri": 27, "sat": 28, "sun": 29, "next mon": 30}


def at(text: str) -> datetime:
    """ "mon 9:30": in that week."""
    day, time = text.rsplit(" ", 1)
    hour, minute = map(int, time.split(":"))
    return datetime(2026, 11, DAYS[day], hour, minute, tzinfo=IST)


def within(hours: float | None, calendar: WorkingCalendar = SHOP) -> Promise:
    return Promise(None if hours is None else timedelta(hours=hours), calendar, policy_version="1")


def wrote(text: str) -> Contact:
    return Contact(at(text), by_us=False)


def answered(text: str) -> Contact:
    return Contact(at(text), by_us=True)


def waiting(begin: str, end: str | None = None) -> Wait:
    return Wait(at(begin), None if end is None else at(end), "Samples")


def closed(begin: str, end: str | None = None) -> Closing:
    return Closing(at(begin), None if end is None else at(end))


def lead(submitted: str, *happened: Contact | Wait | Closing) -> Facts:
    return Facts(
        at(submitted),
        tuple(one for one in happened if isinstance(one, Contact)),
        tuple(one for one in happened if isinstance(one, Wait)),
        tuple(one for one in happened if isinstance(one, Closing)),
    )
