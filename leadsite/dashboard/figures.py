"""What the dashboard counts: one statement each, of what the colleague may see. Suspects count nowhere."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, DurationField, ExpressionWrapper, F, IntegerField, Sum
from django.db.models.functions import Extract, Floor, TruncDate, TruncWeek

from leads.models import Lead, Submission
from leadsite.accounts.models import User
from leadsite.dashboard.periods import Period, shop_zone


class Asked(NamedTuple):
    """How many leads of one day, source and status."""

    day: date
    source: str
    status: str
    leads: int


class Quoted(NamedTuple):
    """The quotes of leads that stand alike: how many, and their sum in one currency."""

    status: str
    currency: str
    quotes: int
    total: Decimal


class Waited(NamedTuple):
    """How many customers of a week, which is named by its Monday, waited so many whole minutes."""

    week: date
    minutes: int
    leads: int


def asked(user: User, period: Period) -> list[Asked]:
    leads = Lead.objects.visible_to(user).counted().new_since(period.begins).new_before(period.ends)
    day = TruncDate("created_at", tzinfo=shop_zone())
    rows = leads.order_by().annotate(day=day).values("day", "source", "status").annotate(leads=Count("*"))
    return [Asked(*row) for row in rows.values_list("day", "source", "status", "leads")]


def quoted(user: User, period: Period) -> list[Quoted]:
    """The latest quote of each lead of the period; one whose price follows is no sum."""
    quotes = Submission.objects.visible_to(user).genuine().priced().latest_of_lead()
    quotes = quotes.of_leads_asked_within(period.begins, period.ends)
    rows = quotes.order_by().values("lead__status", "currency")
    rows = rows.annotate(quotes=Count("*"), total=Sum("quote_total"))
    return [Quoted(*row) for row in rows.values_list("lead__status", "currency", "quotes", "total")]


def waited(user: User, period: Period) -> list[Waited]:
    """From the enquiry to the first answer, of the leads of the period that were answered."""
    leads = Lead.objects.visible_to(user).counted().answered()
    wait = ExpressionWrapper(F("first_response_at") - F("created_at"), output_field=DurationField())
    answers = leads.new_since(period.begins).new_before(period.ends).order_by().annotate(
        week=TruncDate(TruncWeek("created_at", tzinfo=shop_zone()), tzinfo=shop_zone()),
        minutes=Floor(Extract(wait, "epoch") / 60, output_field=IntegerField()),
    )  # fmt: skip
    rows = answers.values("week", "minutes").annotate(leads=Count("*"))
    return [Waited(*row) for row in rows.values_list("week", "minutes", "leads")]
