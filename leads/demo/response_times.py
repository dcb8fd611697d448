"""The demo's response times: an afternoon closed soon, and customers sent by others answered sooner."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.apps import apps

from assignments import defaults, publishing
from assignments.calendars import public_holidays
from assignments.calendars.drafts import Closure, Hours
from assignments.calendars.models import CalendarVersion
from assignments.policies.models import Policy
from assignments.policies.spec import Conditions
from leads.demo.people import MEERA

REFERRALS = "Referrals"
SOONER = {
    "low": {"first_response": 120, "owner_response": 120, "next_response": 240},
    "medium": {"first_response": 30, "owner_response": 30, "next_response": 60},
    "high": {"first_response": 15, "owner_response": 15, "next_response": 30},
}
IN_DAYS, SUNDAY = 10, 6


def promise(now: datetime) -> None:
    """Add what is missing; hours that staff have changed stay as they are."""
    defaults.make(apps, now)
    close_an_afternoon(now)
    if not Policy.objects.filter(name=REFERRALS).exists():
        spec = replace(defaults.promise(), conditions=Conditions("referral"), targets=SOONER)
        publishing.make_policy(
            REFERRALS,
            publishing.draft_of(spec),
            note="Friends of customers are answered first",
            actor=MEERA.identifier,
            now=now,
        )


def close_an_afternoon(now: datetime) -> None:
    newest = CalendarVersion.objects.newest().filter(calendar__name=defaults.CALENDAR).first()
    if newest is None or newest.number > 1:
        return
    hours = Hours.of(newest)
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    day = today + timedelta(days=IN_DAYS)
    day += timedelta(days=day.weekday() == SUNDAY)
    closure = Closure(datetime.combine(day, time(14)), datetime.combine(day, time(18)), "Stocktaking")
    draft = replace(hours, closures=(closure,)).draft(public_holidays.years(today))
    publishing.publish_calendar(
        newest.calendar,
        draft,
        expected=1,
        note="We count the warehouse",
        actor=MEERA.identifier,
        now=now,
    )
