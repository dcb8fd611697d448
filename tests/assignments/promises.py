"""Calendars and policies for the tests, as staff would publish them."""

from dataclasses import replace
from datetime import UTC, datetime

from assignments import publishing
from assignments.calendars.drafts import Closure, Hours
from assignments.calendars.models import Calendar, CalendarVersion
from assignments.defaults import MINUTES, STEPS
from assignments.policies.models import Policy, PolicyVersion
from assignments.policies.spec import Conditions, PolicySpec
from assignments.teams.models import Team

NOW = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)  # a Friday noon in India
NINE_TO_SIX = ((540, 1080),)
SHOP = Hours("Asia/Kolkata", (*[NINE_TO_SIX] * 6, ()))


def calendar(name: str = "Showroom", hours: Hours = SHOP, *, now: datetime = NOW) -> CalendarVersion:
    """A calendar with its first version."""
    made = Calendar.objects.create(name=name)
    return publishing.publish_calendar(
        made, hours.draft(range(2025, 2037)), expected=0, note="", actor=None, now=now
    )


def published_twice(text: str) -> None:
    """A calendar and a policy with a history, whose every word is this text."""
    closure = Closure(datetime(2026, 12, 24), datetime(2026, 12, 25, 12), text)  # noqa: DTZ001  # the shop's clock
    hours = Hours(SHOP.zone, SHOP.week, (closure,), "IN", "MH", (text,))
    first = calendar(text[:100], hours)
    open_again = replace(hours, week=(NINE_TO_SIX,) * 7).draft(range(2025, 2037))
    publishing.publish_calendar(first.calendar, open_again, expected=1, note=text, actor=text[:255], now=NOW)
    Team.objects.create(name=text[:100], calendar=first.calendar)
    promise = policy(text[:100], spec(text[:100], text[:100]))
    shorter = publishing.draft_of(spec(text[:99]))
    publishing.publish_policy(promise.policy, shorter, expected=1, note=text, actor=text[:255], now=NOW)


def spec(source: str = "", category: str = "") -> PolicySpec:
    return PolicySpec(Conditions(source, category), MINUTES, steps=STEPS)


def policy(name: str = "Referrals", promise: PolicySpec | None = None, **columns: object) -> PolicyVersion:
    """A policy with its first version."""
    made = Policy.objects.create(name=name, **columns)
    draft = publishing.draft_of(promise or spec("referral"))
    return publishing.publish_policy(made, draft, expected=0, note="", actor=None, now=NOW)


def fallback() -> PolicyVersion:
    """The one that the migration made."""
    return PolicyVersion.objects.newest().get(policy__is_fallback=True)
