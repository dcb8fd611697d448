"""The seven figures: the database's own function, or the same of what a colleague sees."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import IntegerField, Subquery

from activity.models import Activity
from assignments.models import Assignment
from leads.models import Lead
from leads.shop_days import begin_of, day_of
from leads.visibility import sees_every_lead
from leadsite.accounts.models import User

RATES_OVER = timedelta(days=30)
SOON = timedelta(hours=1)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Seven:
    """Named as get_dashboard_stats() names them; the last two are None where nothing can be divided."""

    total_leads: int
    new_leads_today: int
    pending_follow_ups: int
    pending_approvals: int
    sla_violations: int
    avg_response_time_minutes: int | None
    conversion_rate: float | None


class HowMany(Subquery):
    """The number of a queryset's rows, as a value in another statement."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class MinutesOnAverage(Subquery):
    template = "(SELECT round(avg(counted.response_time_minutes))::int FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def seven(user: User, now: datetime) -> Seven:
    return of_everything() if sees_every_lead(user) else of_what_they_see(user, now)


def of_everything() -> Seven:
    with connection.cursor() as cursor:
        cursor.execute("select get_dashboard_stats()::text")
        return Seven(**json.loads(cursor.fetchone()[0]))


def of_what_they_see(user: User, now: datetime) -> Seven:
    found: dict[str, Any] = dict(User.objects.filter(pk=user.pk).values(**counts_of(user, now)).get())
    recent, converted = found.pop("recent"), found.pop("converted")
    return Seven(**found, conversion_rate=percent(converted, recent))


def counts_of(user: User, now: datetime) -> dict[str, Any]:
    today = begin_of(day_of(now))
    leads = Lead.objects.visible_to(user).counted()
    recent = leads.new_since(now - RATES_OVER)
    log = Activity.objects.visible_to(user).counted()
    owners = Assignment.objects.visible_to(user).counted()
    return {
        "total_leads": HowMany(leads.values("pk")),
        "new_leads_today": HowMany(leads.new_since(today).values("pk")),
        "pending_follow_ups": HowMany(log.pending_follow_ups().due_by(now + SOON).order_by().values("pk")),
        "pending_approvals": HowMany(log.pending_approvals().values("pk")),
        "sla_violations": HowMany(owners.late(now).values("pk")),
        "avg_response_time_minutes": MinutesOnAverage(
            owners.answered_since(now - RATES_OVER).values("response_time_minutes")
        ),
        "recent": HowMany(recent.values("pk")),
        "converted": HowMany(recent.converted().values("pk")),
    }


def percent(part: int, whole: int) -> float | None:
    """With two decimals, half up as the database rounds; None of nothing."""
    if not whole:
        return None
    return float((Decimal(100 * part) / whole).quantize(HUNDREDTH, ROUND_HALF_UP))
