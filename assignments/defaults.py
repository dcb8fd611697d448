"""What a new shop begins with, until its staff change it: working hours, and one promise for all leads."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from assignments.calendars import public_holidays
from assignments.calendars.drafts import Hours
from assignments.calendars.hours_text import Window
from assignments.policies.spec import Conditions, PolicySpec, Step
from assignments.publishing import columns, draft_of

CALENDAR, POLICY = "Shop hours", "All leads"
OPEN: tuple[Window, ...] = ((540, 1080),)  # nine to six
MINUTES = {
    "low": {"first_response": 240, "owner_response": 240, "next_response": 480},
    "medium": {"first_response": 60, "owner_response": 60, "next_response": 120},
    "high": {"first_response": 30, "owner_response": 30, "next_response": 60},
}
STEPS = (Step(100, "notify_owner"), Step(150, "notify_manager"), Step(300, "reassign"))
WHY = "What a new shop begins with"


def hours() -> Hours:
    """Monday to Saturday in the shop's zone, with the holidays of its country where the package has any."""
    country = settings.HOLIDAY_COUNTRY if public_holidays.known(settings.HOLIDAY_COUNTRY) else ""
    return Hours(settings.TIME_ZONE, (*[OPEN] * 6, ()), country=country)


def promise() -> PolicySpec:
    return PolicySpec(Conditions(), MINUTES, steps=STEPS)


def make(apps: Any, now: datetime) -> None:
    """Where there is no calendar or no policy yet. `apps` is a migration's registry or Django's own."""

    def model(name: str) -> Any:
        return apps.get_model("assignments", name)

    if not model("Calendar").objects.exists():
        today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        draft = hours().draft(public_holidays.years(today))
        calendar = model("Calendar").objects.create(name=CALENDAR)
        model("CalendarVersion").objects.create(calendar=calendar, number=1, **columns(draft, WHY, None, now))
    if not model("Policy").objects.filter(is_fallback=True).exists():
        policy = model("Policy").objects.create(name=POLICY, is_fallback=True)
        draft = draft_of(promise())
        model("PolicyVersion").objects.create(policy=policy, number=1, **columns(draft, WHY, None, now))
