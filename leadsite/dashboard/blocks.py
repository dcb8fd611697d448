"""What the templates show: each figure in words, beside the list that it counts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assignments import waits
from leads.quoting.money import format_money
from leads.statuses import LeadStatus
from leadsite.dashboard import charts, links
from leadsite.dashboard.figures import Asked, Quoted, Waited
from leadsite.dashboard.periods import Days, Period
from leadsite.dashboard.seven import Seven


@dataclass(frozen=True)
class Figure:
    """One of the seven."""

    label: str
    text: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class Bar:
    """A row of a chart that lies: its width of a hundred is its share of the longest."""

    label: str
    text: str
    url: str
    width: float
    name: str = ""  # of a status, for its colour
    hint: str = ""


@dataclass(frozen=True)
class Column:
    """A day or a week of a chart that stands; `further` are shapes beside the main one."""

    label: str
    text: str
    url: str
    shape: charts.Shape
    further: charts.Shape | None = None
    hint: str = ""


@dataclass(frozen=True)
class Columns:
    """A chart that stands: its columns, how high it is and where it begins and ends."""

    columns: Sequence[Column]
    top: str
    width: int = charts.WIDTH
    height: int = charts.HEIGHT


@dataclass(frozen=True)
class Due:
    text: str
    late: bool


def due(moment: datetime, now: datetime) -> Due:
    minutes = round(abs((moment - now).total_seconds()) // 60)
    if not minutes:
        return Due(_("due now"), moment < now)
    text = _("late by %(time)s") if moment < now else _("due in %(time)s")
    return Due(text % {"time": waits.in_words(minutes)}, moment < now)


def since(moment: datetime, now: datetime) -> str:
    return waits.in_words(max(0, int((now - moment).total_seconds() // 60)))


def number(value: int | None) -> str:
    return "–" if value is None else number_format(value, use_l10n=True, force_grouping=True)


def stats(seven: Seven, period_of_rates: Days, today: date, *, everybodys: bool) -> list[Figure]:
    minutes, rate = seven.avg_response_time_minutes, seven.conversion_rate
    return [
        Figure(_("Leads in all"), number(seven.total_leads), links.leads(view="all")),
        Figure(_("New today"), number(seven.new_leads_today), links.leads(view="all", days=(today, today))),
        Figure(_("Follow-ups due"), number(seven.pending_follow_ups),
               links.follow_ups(everybodys=everybodys)),
        Figure(_("Approvals waiting"), number(seven.pending_approvals), links.approvals()),
        Figure(_("Late answers"), number(seven.sla_violations), links.leads(view="late-answers"),
               late=seven.sla_violations > 0),
        Figure(_("Time to answer, 30 days"), "–" if minutes is None else waits.in_words(minutes),
               links.leads(view="all", days=period_of_rates)),
        Figure(_("Converted, 30 days"), "–" if rate is None else f"{number_format(rate, 2)} %",
               links.leads(view="all", status=LeadStatus.CONVERTED, days=period_of_rates)),
    ]  # fmt: skip


def per_day(rows: Sequence[Asked], period: Period) -> Columns:
    counts: Counter[int] = Counter()
    for row in rows:
        counts[row.column] += row.leads
    spans = period.columns()
    values = [counts[column] for column in range(len(spans))]
    top = charts.ceiling(max(values, default=0))
    columns = [
        Column(span_words(span), number(value), links.leads(view="all", days=span), shape)
        for span, value, shape in zip(spans, values, charts.columns(values, top), strict=True)
    ]
    return Columns(columns, number(top))


def funnel(rows: Sequence[Asked], period: Period) -> list[Bar]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.status] += row.leads
    most = max(counts.values(), default=0)
    days = (period.first, period.today)
    return [
        Bar(str(status.label), number(counts[status]), links.leads(view="all", status=status, days=days),
            charts.rise(counts[status], most, 100), name=status)
        for status in LeadStatus
    ]  # fmt: skip


def sources(rows: Sequence[Asked], period: Period) -> list[Bar]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.source] += row.leads
    most = max(counts.values(), default=0)
    days = (period.first, period.today)
    return [
        Bar(source.replace("_", " ").capitalize() or "–", number(leads),
            links.leads(view="all", source=source, days=days), charts.rise(leads, most, 100))
        for source, leads in counts.most_common()
    ]  # fmt: skip


def values(rows: Iterable[Quoted], period: Period) -> list[tuple[str, list[Bar]]]:
    """By currency, the shop's own first: the worth of the quotes by where their leads stand."""
    by_currency: dict[str, dict[str, Quoted]] = {}
    for row in rows:
        by_currency.setdefault(row.currency, {})[row.status] = row
    own_first = sorted(by_currency, key=lambda code: (code != settings.CURRENCY, code))
    return [(code, worth(by_currency[code], code, period)) for code in own_first]


def worth(by_status: dict[str, Quoted], currency: str, period: Period) -> list[Bar]:
    most = float(max(row.total for row in by_status.values()))
    days = (period.first, period.today)
    bars = []
    for status in LeadStatus:
        row = by_status.get(status, Quoted(status, currency, 0, Decimal(0)))
        url = links.leads(view="all", status=status, days=days)
        width = charts.rise(float(row.total), most, 100)
        bars.append(
            Bar(str(status.label), money(row.total, currency), url, width, status, quotes(row.quotes))
        )
    return bars


def quotes(count: int) -> str:
    return ngettext("%(count)s quote", "%(count)s quotes", count) % {"count": number(count)}


def money(amount: Decimal, currency: str) -> str:
    try:
        return format_money(amount, currency, get_language() or "en")
    except (ValueError, LookupError):  # other programs may have written any three letters, or none
        return f"{currency} {amount:.2f}".strip()


def response(rows: Sequence[Waited], period: Period) -> dict[str, Any]:
    """The weeks as columns of the median with the nine-of-ten behind it, and both of the whole period."""
    spans = period.weeks()
    weeks = [
        waits.wait_of(waits.together((row.minutes, row.leads) for row in rows if row.week == week))
        for week in range(len(spans))
    ]
    medians, slow = (
        [week.median if week else 0 for week in weeks],
        [week.p90 if week else 0 for week in weeks],
    )
    top = max([*slow, 1])
    columns = [
        Column(span_words(span), waits.in_words(week.median) if week else "–",
               links.leads(view="all", days=span), shape, further, waits.in_words(week.p90) if week else "–")
        for span, week, shape, further in zip(
            spans, weeks, charts.columns(medians, top), charts.columns(slow, top), strict=True)
    ]  # fmt: skip
    return {
        "weeks": Columns(columns, waits.in_words(top)),
        "all": answered(waits.wait_of(waits.together((row.minutes, row.leads) for row in rows))),
        "url": links.leads(view="all", days=(period.first, period.today)),
    }


def answered(wait: waits.Wait | None) -> dict[str, str] | None:
    if wait is None:
        return None
    return {
        "leads": number(wait.leads),
        "median": waits.in_words(wait.median),
        "p90": waits.in_words(wait.p90),
    }


def span_words(span: Days) -> str:
    first, last = (date_format(day, "j M") for day in span)
    return first if span[0] == span[1] else f"{first} – {last}"
