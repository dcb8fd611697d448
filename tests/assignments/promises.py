"""Calendars and policies for the tests, as staff would publish them."""

from datetime import UTC, datetime

from assignments import publishing
from assignments.calendars.drafts import Hours
from assignments.calendars.models import Calendar, CalendarVersion
from assignments.defaults import MINUTES, STEPS
from assignments.policies.models import Policy, PolicyVersion
from assignments.policies.spec import Conditions, PolicySpec

NOW = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)  # a Friday noon in India
NINE_TO_SIX = ((540, 1080),)
SHOP = Hours("Asia/Kolkata", (*[NINE_TO_SIX] * 6, ()))


def calendar(name: str = "Showroom", hours: Hours = SHOP, *, now: datetime = NOW) -> CalendarVersion:
    """A calendar with its first version."""
    made = Calendar.objects.create(name=name)
    return publishing.publish_calendar(
        made, hours.draft(range(2025, 2037)), expected=0, note="", actor=None, now=now
    )


def spec(source: str = "", category: str = "") -> PolicySpec:
    return PolicySpec(Conditions(source, category), MINUTES, steps=STEPS)


def policy(name: str = "Referrals", promise: PolicySpec | None = None, **columns: object) -> PolicyVersion:
    """A policy with its first version."""
    made = Policy.objects.create(name=name, **columns)
    draft = publishing.draft_of(promise or spec("referral"))
    return publishing.publish_policy(made, draft, expected=0, note="", actor=None, now=NOW)


def fallback() -> PolicyVersion:
    """The one that the migration made; made again where a test with real commits has emptied its table."""
    found = PolicyVersion.objects.newest().filter(policy__is_fallback=True).first()
    return found or policy("All leads", spec(), is_fallback=True)
