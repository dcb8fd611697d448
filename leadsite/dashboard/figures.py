"""What the dashboard counts: one statement each, of what the colleague may see. Suspects count nowhere."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, DateTimeField, F, Func, IntegerField, Sum, Value

from leads.models import Lead, Submission
from leads.shop_days import begin_of
from leadsite.accounts.models import User
from leadsite.dashboard.periods import Days, Period


class Asked(NamedTuple):
    """How many leads of one column of the chart (the first is 0), source and status."""

    column: int
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
    """How many customers of one week of the period (the first is 0) waited so many whole minutes."""

    week: int
    minutes: int
    leads: int


class Span(Func):
    """Which of these spans a moment falls into, the first being 0; it is in none before that.

    A search among the spans' beginnings costs less than a conversion into the shop's time for every row.
    """

    function = "width_bucket"
    template = "%(function)s(%(expressions)s) - 1"
    output_field = IntegerField()

    def __init__(self, moment: str, spans: Sequence[Days]) -> None:
        begins = [begin_of(first) for first, _ in spans]
        super().__init__(F(moment), Value(begins, output_field=ArrayField(DateTimeField())))


class Minutes(Func):
    """Whole minutes from one moment to a later one."""

    template = "floor(date_part('epoch', %(expressions)s) / 60)::bigint"
    arg_joiner = " - "
    output_field = BigIntegerField()


def asked(user: User, period: Period) -> list[Asked]:
    leads = Lead.objects.visible_to(user).counted().new_since(period.begins).new_before(period.ends)
    rows = leads.order_by().annotate(column=Span("created_at", period.columns()))
    counts = rows.values("column", "source", "status").annotate(leads=Count("*"))
    return [Asked(*row) for row in counts.values_list("column", "source", "status", "leads")]


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
    rows: Any = (
        leads.new_since(period.begins).new_before(period.ends).order_by()
    )  # the plugin loses what is annotated
    rows = rows.annotate(
        week=Span("created_at", period.weeks()), minutes=Minutes("first_response_at", "created_at")
    )
    counts = rows.values("week", "minutes").annotate(leads=Count("*"))
    return [Waited(*row) for row in counts.values_list("week", "minutes", "leads")]
