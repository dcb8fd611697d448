"""Visits for the suite: on a Tuesday in December, in Kolkata."""

from datetime import UTC, datetime, timedelta
from typing import Any

from activity.bookings import workflow
from activity.bookings.visit import Times
from activity.bookings.workflow import Plan
from activity.kinds import Actor
from activity.models import Activity
from leads.models import Lead
from leadsite.accounts.models import User

NOW = datetime(2098, 11, 27, 6, 0, tzinfo=UTC)
TEN = datetime(2098, 12, 2, 4, 30, tzinfo=UTC)  # a Tuesday, in Kolkata
HOUR = timedelta(hours=1)
NEHA = Actor("user", "sales_user_5")
SITE = "https://shop.example/"


def plan(staff: User, at: datetime = TEN, *, lasts: timedelta = HOUR, place: str = "The shop") -> Plan:
    return Plan(staff, Times(at, at + lasts, "Asia/Kolkata"), place)


def proposed(row: Lead, staff: User, at: datetime = TEN, **options: Any) -> Activity:
    told = {"actor": NEHA, "now": NOW, **options}
    return workflow.propose(lead_id=row.pk, plan=plan(staff, at), **told)
